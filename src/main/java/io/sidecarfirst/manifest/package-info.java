/**
 * Files of Kubernetes objects: text in, the Pod templates in it, text out.
 *
 * <p>A file is cut into documents that keep their exact source text. What is written in a document is read the way
 * kubectl reads it, into Jackson's tree; the Pod templates are found in the tree; and what is added to a document's tree is
 * added to its text ({@code DocumentEditor}, by the places that {@code YamlLayout} and {@code JsonLayout} find). Where that
 * cannot be done, the document is written anew ({@code DocumentWriter}). Reading ({@code YamlReader}, {@code JsonReader}),
 * finding ({@code Workloads}) and writing know nothing of each other.
 *
 * <p>Start at {@link io.sidecarfirst.manifest.Manifest}.
 */
@NullMarked
package io.sidecarfirst.manifest;

import org.jspecify.annotations.NullMarked;
