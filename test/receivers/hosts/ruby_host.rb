# Runs every receiver of a folder on one port. Says which as one line of JSON.
ENV['APP_ENV'] = 'production'
require 'json'
require 'sinatra/base'
require 'webrick'
require 'rack/handler/webrick'

apps = Dir[File.join(ARGV[0], '*.rb')].to_h do |file|
  before = Sinatra::Base.subclasses
  load file
  ["/webhooks/#{File.basename(file, '.rb')}", (Sinatra::Base.subclasses - before).first.new]
end
quiet = { Logger: WEBrick::Log.new(File::NULL), AccessLog: [] }
Rack::Handler::WEBrick.run(->(env) { apps.fetch(env['PATH_INFO']).call(env) }, Host: '127.0.0.1', Port: 0, **quiet) do |server|
  puts JSON.generate(port: server.listeners.first.addr[1])
  $stdout.flush
end
