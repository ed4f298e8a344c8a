import { guideCode } from '../guide.ts'

/**
 * The guide's Laravel code as the files it names, on as much of Laravel as it uses: a route, a request, answers, the
 * configuration, a log, and a queue that runs its job at once.
 */

const FRAMEWORK = String.raw`<?php
namespace Illuminate\Http {
    class Request {
        public function header($name) { return $_SERVER['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? null; }
        public function getContent() { return file_get_contents('php://input'); }
    }
}
namespace Illuminate\Support\Facades {
    class Log {
        public static function info($text) { error_log("info: $text"); }
        public static function warning($text) { error_log("warning: $text"); }
    }
    class Route {
        public static $posts = [];
        public static function post($path, $action) { self::$posts[$path] = $action; }
    }
}
namespace Illuminate\Contracts\Queue { interface ShouldQueue {} }
namespace Illuminate\Bus { trait Queueable {} }
namespace Illuminate\Foundation\Bus { trait Dispatchable {} }
namespace Illuminate\Queue { trait InteractsWithQueue {} trait SerializesModels {} }
namespace App\Http\Controllers { class Controller {} }
namespace {
    class_alias('Illuminate\Support\Facades\Route', 'Route');
    function config($key) { return $key === 'services.webhook.secret' ? getenv('WEBHOOK_SECRET') : null; }
    function dispatch($job) { $job->handle(); }
    function response() {
        return new class {
            public function json($data, $status = 200) {
                http_response_code($status);
                header('Content-Type: application/json');
                echo json_encode($data);
            }
        };
    }
}
`

const ROUTER = String.raw`<?php
require __DIR__ . '/framework.php';
require __DIR__ . '/ProcessWebhookEvent.php';
// The controller names the job without importing it.
class_alias('App\Jobs\ProcessWebhookEvent', 'App\Http\Controllers\ProcessWebhookEvent');
require __DIR__ . '/WebhookController.php';
class_alias('App\Http\Controllers\WebhookController', 'WebhookController');
require __DIR__ . '/api.php';
[$class, $method] = Route::$posts[parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)];
(new $class)->$method(new Illuminate\Http\Request);
`

/** The three files that the guide's block names in comments, by name, and what they run in. */
export function laravelFiles(): Record<string, string> {
  const block = guideCode('Implementation Examples > PHP / Laravel', 'php').replace('<?php\n', '')
  const files = [...block.matchAll(/^\/\/ (?:routes|app)\/\S*?([^/\s]+\.php)\n(.*?)(?=^\/\/ (?:routes|app)\/|$(?![\s\S]))/gms)]
  return {
    'framework.php': FRAMEWORK,
    'router.php': ROUTER,
    ...Object.fromEntries(files.map(([, name = '', text = '']) => [name, `<?php\n${text}`])),
  }
}
