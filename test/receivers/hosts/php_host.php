<?php
// Hands a request to the receiver that its path names, which is a whole program.
require getenv('RECEIVERS') . '/' . basename((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) . '.php';
