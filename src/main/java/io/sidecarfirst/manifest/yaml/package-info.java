/**
 * The text of YAML and JSON documents: read, added to or taken from, and written. Nothing here knows what a Pod is.
 *
 * <p>A document on its way through:
 *
 * <ol>
 *   <li>{@link io.sidecarfirst.manifest.yaml.DocumentReader} cuts a file into documents that keep their exact text.
 *       {@code YamlReader} or {@code JsonReader} reads each of them once. Every value becomes a {@code SourceNode}:
 *       what it means to kubectl, as Jackson's tree, and where its text stands.
 *   <li>{@link io.sidecarfirst.manifest.yaml.DocumentEditor} is given values with paths. They make a {@code Draft} of
 *       the tree, one after another. {@code DraftWriter} follows the draft to the nodes, and puts what is new into the
 *       text there: as lines ({@code BlockInsertion}, {@code BlockListInsertion}, {@code BlockStyle}) or between
 *       brackets ({@code FlowInsertion}, {@code FlowStyle}); {@code ListEdit} does so for items of lists. The new text
 *       is read back. If it does not mean the tree with the values in it, {@code DocumentWriter} writes the whole
 *       document again.
 *   <li>It is given paths of what goes, and takes the way back: {@code Cuts} of the tree, which {@code CutWriter} makes
 *       in the text, by lines ({@code BlockRemoval}) or between brackets ({@code FlowRemoval}).
 *   <li>{@link io.sidecarfirst.manifest.yaml.YamlWriter} and {@link io.sidecarfirst.manifest.yaml.JsonWriter} write a
 *       tree that has no text yet.
 * </ol>
 */
@NullMarked
package io.sidecarfirst.manifest.yaml;

import org.jspecify.annotations.NullMarked;
