package io.sidecarfirst.manifest;

import java.util.List;
import java.util.Optional;

/**
 * How a file indents its block style.
 *
 * @param step columns from a mapping to one below it; at least 1
 * @param dash columns from a key to the dashes of its list; 0 where lists are not indented
 */
record BlockIndent(int step, int dash) {
    private static final BlockIndent USUAL = new BlockIndent(2, 0);

    /**
     * The indentation around a mapping: as it is inside of it, else as it is on the way to it, nearest first.
     *
     * @param above the nodes that the mapping lies in, the nearest last
     */
    static BlockIndent around(SourceNode.Mapping mapping, List<SourceNode> above) {
        Optional<Integer> step = stepInside(mapping);
        Optional<Integer> dash = dashInside(mapping);
        SourceNode below = mapping;
        for (int i = above.size() - 1; i >= 0 && (step.isEmpty() || dash.isEmpty()); i--) {
            SourceNode parent = above.get(i);
            if (parent instanceof SourceNode.Mapping outer) {
                SourceNode inner = below;
                step = step.or(() -> step(outer, inner));
                dash = dash.or(() -> dash(outer, inner)).or(() -> dashInside(outer));
            }
            below = parent;
        }
        return new BlockIndent(step.orElse(USUAL.step()), dash.orElse(USUAL.dash()));
    }

    private static Optional<Integer> stepInside(SourceNode.Mapping mapping) {
        return mapping.entries().stream()
                .flatMap(entry -> step(mapping, entry.value()).stream())
                .findFirst();
    }

    private static Optional<Integer> dashInside(SourceNode.Mapping mapping) {
        return mapping.entries().stream()
                .flatMap(entry -> dash(mapping, entry.value()).stream())
                .findFirst();
    }

    private static Optional<Integer> step(SourceNode.Mapping outer, SourceNode inner) {
        return !outer.flow() && inner instanceof SourceNode.Mapping mapping && !mapping.flow()
                ? Optional.of(mapping.column() - outer.column()).filter(step -> step > 0)
                : Optional.empty();
    }

    private static Optional<Integer> dash(SourceNode.Mapping outer, SourceNode inner) {
        return !outer.flow() && inner instanceof SourceNode.Sequence sequence && !sequence.flow()
                ? sequence.dash().map(dash -> dash - outer.column()).filter(dash -> dash >= 0)
                : Optional.empty();
    }
}
