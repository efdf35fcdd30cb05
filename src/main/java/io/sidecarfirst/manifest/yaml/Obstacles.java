package io.sidecarfirst.manifest.yaml;

import io.sidecarfirst.manifest.yaml.DocumentEditor.Notice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps a document from keeping its form while its text is changed; the first of each kind is what is told. */
final class Obstacles {
    private static final String WRITE_OUT = "; write it out there to keep the form";

    private final Document.Parsed document;

    /** Where the first change is. */
    private @Nullable SourceNode place;

    /** What makes an edit impossible. */
    private @Nullable Notice obstacle;

    /** What may make the edit mean something else than is meant. */
    private @Nullable Notice suspicion;

    Obstacles(Document.Parsed document) {
        this.document = document;
    }

    /** Why there is no new text. */
    Optional<Notice> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /**
     * Why the new text may mean something else.
     *
     * @param otherwise the reason where nothing was suspected, such as for a key that a merge further down overwrites
     */
    Notice suspicion(String otherwise) {
        if (suspicion != null) {
            return suspicion;
        }
        return place == null ? new Notice(document.line(), otherwise) : notice(place, otherwise);
    }

    /** A change is made here. */
    void place(SourceNode node) {
        place = place == null ? node : place;
    }

    void impossible(SourceNode node, String reason) {
        obstacle = obstacle == null ? notice(node, reason) : obstacle;
    }

    /** What is to be changed cannot be, where it stands now. */
    void notWrittenOut(SourceNode node, String what) {
        impossible(node, what + WRITE_OUT);
    }

    void merged(SourceNode mapping, String key) {
        notWrittenOut(mapping, "\"" + key + "\" comes through a merge (<<)");
    }

    /** Another change may be to the anchor itself, and then both are right. */
    void suspectAlias(SourceNode.Alias alias) {
        suspect(alias, "what is to be changed is the alias *" + alias.name() + WRITE_OUT);
    }

    void suspectAnchor(SourceNode node) {
        SourceNode.Anchor anchor = node.anchor();
        if (anchor != null && anchor.isUsed()) {
            suspect(
                    node,
                    "what is to be changed has the anchor &" + anchor.name()
                            + ", and an alias would change with it; write one of them out to keep the form");
        }
    }

    private void suspect(SourceNode node, String reason) {
        suspicion = suspicion == null ? notice(node, reason) : suspicion;
    }

    private Notice notice(SourceNode node, String reason) {
        return new Notice(document.line() + Lines.lineAt(document.source(), node.start()) - 1, reason);
    }
}
