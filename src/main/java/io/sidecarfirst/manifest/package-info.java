/**
 * Files of Kubernetes objects: text in, the Pod templates in it, text out.
 *
 * <p>{@link io.sidecarfirst.manifest.Manifest} is a file, cut into documents and read. {@link
 * io.sidecarfirst.manifest.KubernetesObject} finds the objects in it, {@link io.sidecarfirst.manifest.Workloads} those
 * that are Pods or make Pods, and the native sidecars that stand elsewhere. {@link io.sidecarfirst.manifest.Injection}
 * asks the gate about each of them, and adds the patches, path by path, to the documents. How a document's text is read
 * and added to is the matter of {@code manifest.yaml}.
 */
@NullMarked
package io.sidecarfirst.manifest;

import org.jspecify.annotations.NullMarked;
