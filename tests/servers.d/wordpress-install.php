<?php
// Sets up the site in the folder given and prints, a line each, the environment variables that the tests read.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('WORDPRESS_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('WORDPRESS_URL'), PHP_URL_PORT);
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install('Acme', 'admin', 'admin@example.test', true, '', wp_generate_password(24));
wp_delete_comment(1, true);

$options = [
    'permalink_structure' => '/%postname%/',
    'default_comment_status' => 'open',
    'comment_moderation' => 0,
    'comment_previously_approved' => 0,
    'comment_max_links' => 0, // no limit: a comment with links is not held either
    'comment_registration' => 0,
    'thread_comments' => 1,
    'thread_comments_depth' => 5,
];
foreach ($options as $name => $value) update_option($name, $value);
flush_rewrite_rules();

$post = wp_insert_post([
    'post_title' => 'Ask us anything',
    'post_content' => 'Questions are welcome below.',
    'post_status' => 'publish',
    'comment_status' => 'open',
    'post_author' => 1,
], true);

function account(string $name, string $display, string $role): string
{
    $id = wp_insert_user([
        'user_login' => $name,
        'display_name' => $display,
        'user_email' => "$name@example.test",
        'user_pass' => wp_generate_password(24),
        'role' => $role,
    ]);
    [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests']);
    return $password;
}

echo "ESCALATION_TEST_WORDPRESS_USER support\n";
echo 'ESCALATION_TEST_WORDPRESS_PASSWORD ' . account('support', 'Acme Support', 'editor') . "\n";
echo "ESCALATION_TEST_WORDPRESS_VISITOR visitor\n";
echo 'ESCALATION_TEST_WORDPRESS_VISITOR_PASSWORD ' . account('visitor', 'Vera Visitor', 'subscriber') . "\n";
echo "ESCALATION_TEST_WORDPRESS_POST $post\n";
