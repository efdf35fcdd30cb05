/** What is measured, and what it is compared with, as processes and containers. */
@NullMarked
package io.sidecarfirst.bench.server;

import org.jspecify.annotations.NullMarked;
