/**
 * Fuzz targets: one class a target, for Jazzer and OSS-Fuzz, and what must hold for whatever they make up.
 *
 * <p>They know nothing of the fuzzing engine. The ordinary tests run each file of {@code src/fuzz/corpus} through its
 * target, and generate Pods by the same rules from seeds.
 *
 * @see <a href="https://google.github.io/oss-fuzz/getting-started/new-project-guide/jvm-lang/">OSS-Fuzz: integrating a
 *     JVM project</a>
 */
@NullMarked
package io.sidecarfirst.fuzz;

import org.jspecify.annotations.NullMarked;
