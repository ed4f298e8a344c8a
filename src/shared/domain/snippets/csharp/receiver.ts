import { csharpText as text } from '../quote.ts'
import { asksType, type HeaderRead, type Recipe } from '../recipe.ts'
import { comment, flatten, indent, sourceOf, when, type Lines } from '../source.ts'
import { ACCEPT, headWords, INVALID, MISSING, NO_JSON, RAW_BODY, secretWords, urlWords } from '../words.ts'
import { argumentsOf, verificationOf } from './verification.ts'

/** C# 12, .NET 8 and later. */

const STEP = '    '
const UTF8 = 'Encoding.UTF8.GetBytes'

/** A receiver on ASP.NET Core. */
export function aspnetReceiver(recipe: Recipe): string {
  const { path, port, algorithm, payload } = recipe
  const needs = [
    ...(algorithm.kind === 'ed25519' ? ['.NET itself checks no ed25519 signatures; the package NSec.Cryptography does.'] : []),
    'dotnet new web -o receiver        (.NET 8 or later; this is receiver/Program.cs)',
    ...(algorithm.kind === 'ed25519' ? ['dotnet add receiver package NSec.Cryptography'] : []),
  ]
  const sections: (Lines | null)[] = [
    [
      'var builder = WebApplication.CreateBuilder(args);',
      `const int MaxBytes = ${recipe.maxBytes / 1024 / 1024} * 1024 * 1024;`,
      'builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBytes);',
      'var app = builder.Build();',
    ],
    settingLines(recipe),
    [`app.MapPost(${text(path)}, async (HttpRequest request) =>`, '{', indent(handlerLines(recipe), STEP), '});'],
    ['app.Run();'],
    ...verificationOf(recipe),
    [
      `// ${ACCEPT}`,
      `Task Accept(${payload === 'form' ? 'string content' : 'JsonElement content'})`,
      '{',
      indent(['app.Logger.LogInformation("Accepted {Content}", content);', 'return Task.CompletedTask;'], STEP),
      '}',
    ],
  ]
  const run = `dotnet run --project receiver -- --urls http://127.0.0.1:${port}`
  return sourceOf([[comment('//', headWords(recipe, needs, run)), usingsOf(sections)], ...sections])
}

function settingLines(recipe: Recipe): Lines {
  const { secretVariable, urlVariable, freshness } = recipe
  return [
    `// ${secretWords(recipe)}`,
    `string[] secrets = new[] { "${secretVariable}", "${secretVariable}_OLD" }`,
    indent(['.Select(name => app.Configuration[name] ?? "")', '.Where(secret => secret != "")', '.ToArray();'], STEP),
    `if (secrets.Length == 0) throw new InvalidOperationException("Set ${secretVariable}.");`,
    when(
      urlVariable !== null,
      `// ${urlWords()}`,
      `string publicUrl = app.Configuration["${urlVariable}"] ?? throw new InvalidOperationException("Set ${urlVariable}.");`,
    ),
    freshness && `const long ToleranceMs = ${freshness.toleranceMs.toLocaleString('en').replaceAll(',', '_')};`,
  ]
}

function handlerLines(recipe: Recipe): Lines {
  const { headers, answersEmpty, urlVariable, payload } = recipe
  const refuse = (status: number, error: string): string =>
    answersEmpty ? `return Results.StatusCode(${status});` : `return Results.Json(new { error = ${text(error)} }, statusCode: ${status});`
  return [
    `// ${RAW_BODY}`,
    'using var buffer = new MemoryStream();',
    'await request.Body.CopyToAsync(buffer);',
    'byte[] body = buffer.ToArray();',
    headers.map((each) => `string ${each.name} = ${headerExpression(each)};`),
    when(urlVariable !== null || recipe.bodyHashParameter !== null, 'string url = publicUrl + request.QueryString.Value;'),
    when(
      asksType(recipe),
      'bool isForm = request.HasFormContentType && request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);',
    ),
    when(
      headers.some(({ name }) => name === 'signature'),
      `if (signature == "") ${refuse(401, MISSING)}`,
    ),
    `if (!VerifySignature(${argumentsOf(recipe, false)})) ${refuse(401, INVALID)}`,
    payload === 'form'
      ? ['await Accept(Encoding.UTF8.GetString(body));']
      : [
          'JsonElement content;',
          'try',
          '{',
          indent(['content = JsonSerializer.Deserialize<JsonElement>(body);'], STEP),
          '}',
          'catch (JsonException)',
          '{',
          indent([refuse(400, NO_JSON)], STEP),
          '}',
          handshakeLines(recipe),
          'await Accept(content);',
        ],
    answersEmpty ? 'return Results.StatusCode(200);' : 'return Results.Json(new { received = true });',
  ]
}

function headerExpression({ header, count }: HeaderRead): string {
  if (count !== 'numbered') return `request.Headers[${text(header)}].ToString()`
  return `string.Join(",", Enumerable.Range(1, 5).Select(number => request.Headers[$"${header.replace(/1$/, '')}{number}"].ToString()).Where(each => each != ""))`
}

function handshakeLines({ handshake }: Recipe): Lines | null {
  const asks = (field: string, value: string): string =>
    `if (content.ValueKind == JsonValueKind.Object && content.TryGetProperty("${field}", out var kind) && kind.ToString() == "${value}")`
  switch (handshake) {
    case null:
      return null
    case 'slack':
      return [
        '// Slack asks once whether the address is yours.',
        asks('type', 'url_verification'),
        '{',
        indent(['return Results.Json(new { challenge = content.GetProperty("challenge").GetString() });'], STEP),
        '}',
      ]
    case 'discord':
      return [
        '// Discord pings before it trusts the address.',
        asks('type', '1'),
        '{',
        indent(['return Results.Json(new { type = 1 });'], STEP),
        '}',
      ]
    case 'zoom':
      return [
        '// Zoom asks from time to time whether you know the secret.',
        asks('event', 'endpoint.url_validation'),
        '{',
        indent(
          [
            'string token = content.GetProperty("payload").GetProperty("plainToken").GetString() ?? "";',
            `byte[] encrypted = HMACSHA256.HashData(${UTF8}(secrets[0]), ${UTF8}(token));`,
            'return Results.Json(new { plainToken = token, encryptedToken = Convert.ToHexString(encrypted).ToLowerInvariant() });',
          ],
          STEP,
        ),
        '}',
      ]
  }
}

const NAMESPACES: readonly (readonly [name: string, use: RegExp])[] = [
  ['NSec.Cryptography', /\bSignatureAlgorithm\b/],
  ['System.Globalization', /\bCultureInfo\b/],
  ['System.Net', /\bWebUtility\b/],
  ['System.Security.Cryptography', /\b(HMACSHA|SHA)\d+\b|\bECDsa\b|\bCryptographicOperations\b/],
  ['System.Text', /\bEncoding\./],
  ['System.Text.Json', /\bJson/],
  ['System.Text.RegularExpressions', /\bRegex\b/],
  ['System.Web', /\bHttpUtility\b/],
]

function usingsOf(sections: readonly (Lines | null)[]): Lines {
  const code = flatten(sections.flatMap((section) => section ?? [])).join('\n')
  return NAMESPACES.filter(([, use]) => use.test(code)).map(([name]) => `using ${name};`)
}
