package io.sidecarfirst.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of one PEM file: blocks between {@code -----BEGIN x-----} and {@code -----END x-----}, with any other
 * text around them ("Bag Attributes", comments, certificates in plain words), which RFC 7468 section 2 asks parsers to
 * ignore.
 *
 * @param name what messages call it: the path it was read from
 * @param text the whole content; may hold a private key
 */
public record PemFile(String name, String text) {
    /** More than a Secret can hold (1 MiB), so that a wrong path cannot fill the memory. Bytes. */
    static final int MAX_BYTES = 1 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /**
     * Reads a file, through any symbolic links.
     *
     * @throws InvalidCertificateException if it is not there, not readable or larger than 1 MiB
     */
    public static PemFile read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new InvalidCertificateException(
                        path + " is larger than 1 MiB, so it is not a certificate or key file; check the path");
            }
            return of(path.toString(), bytes);
        } catch (NoSuchFileException e) {
            throw new InvalidCertificateException(
                    path + " does not exist; check the path and that the Secret is mounted", e);
        } catch (AccessDeniedException e) {
            throw new InvalidCertificateException(
                    path + " may not be read by this user; check the volume's defaultMode and fsGroup", e);
        } catch (IOException e) {
            throw new InvalidCertificateException(path + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Takes bytes that were read elsewhere.
     *
     * @param name what messages call them
     */
    public static PemFile of(String name, byte[] bytes) {
        // PEM is ASCII. Text around the blocks may be anything, and in Latin-1 every byte is a character.
        return new PemFile(name, new String(bytes, ISO_8859_1));
    }

    /**
     * The blocks in their order.
     *
     * @throws InvalidCertificateException if the file is empty, holds no block, or ends in the middle of one
     */
    List<PemBlock> blocks() {
        if (text.isBlank()) {
            throw new InvalidCertificateException(name + " is empty; it must hold PEM");
        }
        List<PemBlock> blocks = new ArrayList<>();
        String label = "";
        boolean encrypted = false;
        StringBuilder base64 = new StringBuilder();
        for (String raw : (Iterable<String>) text.lines()::iterator) {
            String line = raw.strip();
            // Not only at the start of a line: a byte order mark may stand before the first one.
            int begin = line.indexOf(BEGIN);
            if (begin >= 0 && line.endsWith(DASHES)) {
                if (!label.isEmpty()) {
                    throw cutOff(label);
                }
                label = line.substring(begin + BEGIN.length(), line.length() - DASHES.length());
                encrypted = false;
                base64.setLength(0);
            } else if (!label.isEmpty() && line.startsWith(END)) {
                if (!line.equals(END + label + DASHES)) {
                    throw cutOff(label);
                }
                blocks.add(new PemBlock(name, label, encrypted, base64.toString()));
                label = "";
            } else if (line.indexOf(':') >= 0) {
                // RFC 1421 headers stand inside a block, before its base64, which has no colons.
                encrypted |= line.startsWith("Proc-Type:") && line.endsWith("ENCRYPTED");
            } else if (!label.isEmpty()) {
                base64.append(line);
            }
        }
        if (!label.isEmpty()) {
            throw cutOff(label);
        }
        if (blocks.isEmpty()) {
            throw new InvalidCertificateException(
                    name + " holds no PEM block (-----BEGIN ...-----); DER and PKCS#12 must be converted to PEM first");
        }
        return blocks;
    }

    private InvalidCertificateException cutOff(String label) {
        return new InvalidCertificateException(
                name + " is cut off: \"BEGIN " + label + "\" has no matching END; write the whole file");
    }

    /** Leaves the text out: it may be a key. */
    @Override
    public String toString() {
        return "PemFile[" + name + "]";
    }
}
