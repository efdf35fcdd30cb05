package io.sidecarfirst.policy;

/**
 * A variable of the policy: evaluated once for each Pod, when something first asks for it.
 *
 * @param name as in {@code variables.name}
 * @param comment what it is, for whoever reads the policy; lines of at most 110 characters
 * @param expression CEL
 */
record Variable(String name, String comment, String expression) {}
