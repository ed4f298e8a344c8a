<?php
// The parts of Laravel that a request meets on its way to a controller: container, configuration, facades, router.
error_reporting(E_ALL & ~E_DEPRECATED);
require 'Illuminate/autoload.php';

$receivers = getenv('RECEIVERS');
$app = new Illuminate\Foundation\Application($receivers);
$environment = array_change_key_case(getenv());
$app->instance('config', new Illuminate\Config\Repository(['app' => [], 'services' => ['webhooks' => $environment]]));
$app->instance('log', new Psr\Log\NullLogger());
Illuminate\Support\Facades\Facade::setFacadeApplication($app);
$app->singleton(Illuminate\Contracts\Routing\ResponseFactory::class, fn ($app) => new Illuminate\Routing\ResponseFactory(
    new class implements Illuminate\Contracts\View\Factory {
        public function __call($name, $arguments) {}
        public function exists($view) {}
        public function file($path, $data = [], $mergeData = []) {}
        public function make($view, $data = [], $mergeData = []) {}
        public function share($key, $value = null) {}
        public function composer($views, $callback) {}
        public function creator($views, $callback) {}
        public function addNamespace($namespace, $hints) {}
        public function replaceNamespace($namespace, $hints) {}
    },
    $app['redirect'],
));

$request = Illuminate\Http\Request::capture();
$app->instance('request', $request);
foreach (json_decode(file_get_contents("$receivers/controllers.json"), true) as $path => $controller) {
    require_once "$receivers/$controller.php";
    $app['router']->post($path, "App\\Http\\Controllers\\$controller");
}
$app['router']->dispatch($request)->send();
