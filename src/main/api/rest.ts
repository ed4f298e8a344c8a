import type { AnyContractProcedure } from '@orpc/contract'
import { OpenAPIHandler } from '@orpc/openapi/node'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { problem as problemData } from '../../shared/contract/problem.ts'
import { rest } from '../../shared/contract/rest.ts'
import { ERROR_KINDS } from '../../shared/domain/errors.ts'
import type { Access } from './access.ts'
import type { ApiContext } from './context.ts'
import { sendJson, sendProblem, type HttpProblem } from './problem-document.ts'
import { readJsonObject } from './request-body.ts'
import { router } from './router.ts'

/** Where REST is on the control port. */
export const REST_PREFIX = '/api'

const OPENAPI_PATH = `${REST_PREFIX}/openapi.json`

/** An error that oRPC would answer; answered here instead, so that all problems leave in one shape. */
class Refusal extends Error {
  readonly problem: HttpProblem

  constructor(problem: HttpProblem) {
    super(problem.message)
    this.problem = problem
  }
}

/** Answers one request under `/api`. `pathname` is as it came in the URL. */
export type Rest = (pathname: string, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The `rest` part of the contract over HTTP; errors are `application/problem+json`. */
export function createRest(context: ApiContext, access: Access, version: string): Rest {
  const handler = new OpenAPIHandler<ApiContext>(router.rest, {
    customErrorResponseBodyEncoder: ({ message, data }) => toHttpProblem(message, data),
    rootInterceptors: [
      async (options) => {
        const result = await options.next()
        if (result.matched && result.response.status >= 400) throw new Refusal(result.response.body as HttpProblem)
        return result
      },
    ],
  })
  return async (pathname, request, response) => {
    // Node sends no body to HEAD, whatever is written; everything else is as for GET.
    if (request.method === 'HEAD') request.method = 'GET'
    const document = request.method === 'GET' ? DOCUMENTS[pathname] : undefined
    if (document) return document(response, version, context.shell.controlUrl ?? '')
    if (!access.isToken(/^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '')) {
      return sendProblem(response, unauthorized, { 'www-authenticate': 'Bearer realm="hookscope"' })
    }
    const allowed = methodsOf(pathname)
    if (allowed.length === 0) return sendProblem(response, noRoute(pathname))
    if (!allowed.includes(request.method ?? ''))
      return sendProblem(response, wrongMethod, {
        allow: allowed.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each])).join(', '),
      })
    const body = await readJsonObject(request)
    if ('problem' in body) return sendProblem(response, body.problem)
    try {
      // oRPC takes a body that was parsed before it from here.
      const { matched } = await handler.handle(Object.assign(request, { body: body.value }), response, { prefix: REST_PREFIX, context })
      // oRPC puts a path such as /api/webhooks/.. right before it looks it up.
      if (!matched) sendProblem(response, noRoute(pathname))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      sendProblem(response, error.problem)
    }
  }
}

function toHttpProblem(message: string, data: unknown): HttpProblem {
  const { code, remedy, fields } = problemData.parse(data)
  return { status: ERROR_KINDS[code].http, code, message, remedy, fields }
}

const routes = Object.values<Readonly<Record<string, AnyContractProcedure>>>(rest)
  .flatMap(Object.values<AnyContractProcedure>)
  .map((procedure) => {
    const { method = 'POST', path = '' } = procedure['~orpc'].route
    return { method, pattern: new RegExp(`^${REST_PREFIX}${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }
  })

/** Methods that a path takes; none when there is no such path. */
function methodsOf(pathname: string): string[] {
  if (DOCUMENTS[pathname]) return ['GET']
  return routes.filter(({ pattern }) => pattern.test(pathname)).map(({ method }) => method)
}

const DOCUMENTS: Readonly<Record<string, (response: ServerResponse, version: string, origin: string) => Promise<void>>> = {
  // Rarely asked for, and the generator is large.
  [OPENAPI_PATH]: async (response, version) => {
    const { describeRest } = await import('./openapi/document.ts')
    sendJson(response, 200, await describeRest({ version }))
  },
  [`${REST_PREFIX}/docs`]: async (response, version, origin) => {
    const [{ describeRest }, { sendDocs }] = await Promise.all([import('./openapi/document.ts'), import('./docs/send-docs.ts')])
    sendDocs(response, await describeRest({ version }), origin)
  },
}

const unauthorized: HttpProblem = {
  status: 401,
  code: 'unauthorized',
  message: 'The request has no token, or a wrong one.',
  remedy: 'Send Authorization: Bearer with what hookscope token prints.',
}
const wrongMethod: HttpProblem = {
  status: 405,
  code: 'method_not_allowed',
  message: 'This path does not take that method.',
  remedy: 'The Allow header names those it takes.',
}

function noRoute(pathname: string): HttpProblem {
  return { status: 404, code: 'not_found', message: `There is nothing at ${pathname}.`, remedy: `${OPENAPI_PATH} lists what there is.` }
}
