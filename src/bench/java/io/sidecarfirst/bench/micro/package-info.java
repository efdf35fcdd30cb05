/** Bytes in, bytes out, by JMH. */
@NullMarked
package io.sidecarfirst.bench.micro;

import org.jspecify.annotations.NullMarked;
