/**
 * When the containers of one Pod started, and what held them back: a Pod, its Events and what was seen while watching
 * it go in; a {@link io.sidecarfirst.timeline.Timeline} comes out, and is drawn as text, as SVG or as JSON. Pure: no
 * I/O, no clock, no Kubernetes client.
 */
@NullMarked
package io.sidecarfirst.timeline;

import org.jspecify.annotations.NullMarked;
