/**
 * Files of Kubernetes objects: text in, the Pod templates in it, text out.
 *
 * <p>A file is cut into documents that keep their exact source text. What is written in a document is read the way
 * kubectl reads it, into Jackson's tree; the Pod templates are found in the tree; and only a document whose tree was
 * changed is written anew. Reading ({@code YamlReader}, {@code JsonReader}), finding ({@code Workloads}) and writing
 * ({@code DocumentWriter}) know nothing of each other.
 *
 * <p>Start at {@link io.sidecarfirst.manifest.Manifest}.
 */
@NullMarked
package io.sidecarfirst.manifest;

import org.jspecify.annotations.NullMarked;
