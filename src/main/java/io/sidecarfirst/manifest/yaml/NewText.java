package io.sidecarfirst.manifest.yaml;

import io.sidecarfirst.manifest.yaml.DocumentEditor.Notice;
import java.util.Optional;

/**
 * A document's text with changes in it. To be read back: it may mean something else than is meant.
 *
 * @param obstacle why it is of no use; empty where it is
 * @param suspicion why it may mean something else
 */
record NewText(String text, Optional<Notice> obstacle, Notice suspicion) {}
