<?php
// The visitor stands for the whole public: WordPress's 15 seconds between two comments of one person would only slow the tests.
add_filter('comment_flood_filter', '__return_false', PHP_INT_MAX);

// No mail leaves a test.
add_filter('pre_wp_mail', '__return_true');
