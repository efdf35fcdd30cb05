/**
 * The text of YAML and JSON documents: read, added to, and written. Nothing here knows what a Pod is.
 *
 * <p>A document on its way through:
 *
 * <ol>
 *   <li>{@link io.sidecarfirst.manifest.yaml.DocumentReader} cuts a file into documents that keep their exact text.
 *       {@code YamlReader} and {@code JsonReader} read each one once: every value is a {@code SourceNode}, which has
 *       Jackson's tree of it, with the meaning that kubectl gives it, and the place where its text stands.
 *   <li>{@link io.sidecarfirst.manifest.yaml.DocumentEditor} takes values with their paths, finds the nodes that they are
 *       added to, and puts them into the text there: as lines ({@code BlockInsertion}, {@code BlockStyle}) or between
 *       brackets ({@code FlowInsertion}, {@code FlowStyle}). The new text is read back. If it does not mean the tree with
 *       the values in it, {@code DocumentWriter} writes the whole document again.
 *   <li>{@link io.sidecarfirst.manifest.yaml.YamlWriter} and {@link io.sidecarfirst.manifest.yaml.JsonWriter} write a tree
 *       that has no text yet.
 * </ol>
 */
@NullMarked
package io.sidecarfirst.manifest.yaml;

import org.jspecify.annotations.NullMarked;
