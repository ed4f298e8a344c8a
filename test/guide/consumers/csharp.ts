import { guideCode, replaced } from '../guide.ts'

/** The guide's C# verify functions in the smallest server that calls them: 200 when they say yes, else 401. */

// Mono's compiler knows C# 7: a disposal at the end of the scope is C# 8.
const OLDER = { 'using var hmac': 'var hmac' }

/** Of "Verification Examples", "C#". */
export function csharpVerifier(): string {
  const code = replaced(guideCode('Security & Verification > Verification Examples > C#', 'csharp'), OLDER)
  return program(code.slice(code.indexOf('public bool')), 'VerifySignature(payload, signature, SECRET)')
}

/** Of the controller in "Implementation Examples", "C# / ASP.NET Core"; the controller itself needs ASP.NET. */
export function aspNetVerifier(): string {
  const code = replaced(guideCode('Implementation Examples > C# / ASP.NET Core', 'csharp'), OLDER)
  const method = /^ {4}private bool VerifySignature.*?^ {4}\}/ms.exec(code)?.[0] ?? ''
  return program(`private readonly string _webhookSecret = SECRET;\n${method}`, 'VerifySignature(payload, signature)')
}

function program(members: string, verify: string): string {
  return `using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

public class Consumer
{
    private static readonly string SECRET = Environment.GetEnvironmentVariable("WEBHOOK_SECRET");

    ${members}

    private void Answer(HttpListenerContext context)
    {
        var payload = new StreamReader(context.Request.InputStream, Encoding.UTF8).ReadToEnd();
        var signature = context.Request.Headers["X-Webhook-Signature"] ?? "";
        context.Response.StatusCode = ${verify} ? 200 : 401;
        context.Response.Close();
    }

    public static void Main()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add("http://127.0.0.1:" + port + "/");
        listener.Start();
        Console.WriteLine("Running on http://127.0.0.1:" + port);
        while (true) new Consumer().Answer(listener.GetContext());
    }
}
`
}
