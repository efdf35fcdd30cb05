package io.sidecarfirst.manifest.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a scalar means to kubectl: YAML 1.1 words for booleans, Go's literals for integers, no base 60, and dates as
 * strings.
 *
 * @see <a href="https://github.com/kubernetes-sigs/yaml">sigs.k8s.io/yaml</a>
 * @see <a href="https://pkg.go.dev/strconv#ParseInt">Go: ParseInt with base 0</a>
 * @see <a href="https://yaml.org/type/">YAML 1.1: types</a>
 */
final class ScalarReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> NAN = Set.of(".nan", ".NaN", ".NAN");
    private static final Set<String> INFINITE = Set.of(".inf", ".Inf", ".INF");

    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern BASED = Pattern.compile("[-+]?0(?:[xX][0-9a-fA-F]+|[bB][01]+|[oO]?[0-7]+)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

    /** Go takes every underscore out, except after a leading point: there each has to stand between digits. */
    private static final Pattern STRAY_UNDERSCORE = Pattern.compile("(?<![0-9])_|_(?![0-9])");

    /**
     * Digits of an exact decimal. A longer one could take quadratic time, and is a 64-bit float to Kubernetes anyway.
     */
    private static final int LONGEST_EXACT = 400;

    /** Digits of a key that is written without an exponent. */
    private static final int LONGEST_WHOLE_KEY = 6;

    private ScalarReader() {}

    /** An unquoted scalar without a tag. */
    static JsonNode plain(String text) {
        if (TRUE.contains(text)) {
            return NODES.booleanNode(true);
        }
        if (FALSE.contains(text)) {
            return NODES.booleanNode(false);
        }
        if (NULL.contains(text)) {
            return NODES.nullNode();
        }
        return number(text).orElseGet(() -> NODES.stringNode(text));
    }

    /**
     * A scalar with an explicit tag; empty where the text does not fit it. An unknown tag, or a lone {@code !}, leaves
     * the text as it is.
     */
    static Optional<JsonNode> tagged(String tag, String text) {
        JsonNode plain = plain(text);
        return switch (tag) {
            case "tag:yaml.org,2002:bool" -> Optional.of(plain).filter(JsonNode::isBoolean);
            case "tag:yaml.org,2002:null" -> Optional.of(plain).filter(JsonNode::isNull);
            case "tag:yaml.org,2002:int" -> Optional.of(plain).filter(JsonNode::isIntegralNumber);
            case "tag:yaml.org,2002:float" ->
                Optional.of(plain)
                        .filter(JsonNode::isNumber)
                        .map(n -> n.isIntegralNumber() ? NODES.numberNode(n.decimalValue()) : n);
            case "tag:yaml.org,2002:binary" -> binary(text);
            default -> Optional.of(NODES.stringNode(text));
        };
    }

    private static Optional<JsonNode> binary(String text) {
        String encoded = text.replace("\n", "").replace("\r", "");
        if (encoded.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            return Optional.of(NODES.stringNode(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> number(String text) {
        if (text.isEmpty() || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return Optional.empty();
        }
        if (NAN.contains(text)) {
            return Optional.of(NODES.numberNode(Double.NaN));
        }
        boolean signed = text.charAt(0) == '+' || text.charAt(0) == '-';
        if (INFINITE.contains(signed ? text.substring(1) : text)) {
            return Optional.of(
                    NODES.numberNode(text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY));
        }
        if (text.charAt(0) == '.' && STRAY_UNDERSCORE.matcher(text).find()) {
            return Optional.empty();
        }
        String digits = text.replace("_", "");
        if (DECIMAL.matcher(digits).matches() && digits.length() <= LONGEST_EXACT) {
            return finite(digits) ? Optional.of(whole(new BigInteger(digits))) : Optional.empty();
        }
        if (BASED.matcher(digits).matches() && digits.length() <= LONGEST_EXACT) {
            BigInteger value = based(digits);
            // Beyond 64 bits Go reads a leading zero as decimal digits, and the rest as a string.
            if (value.bitLength() <= (value.signum() < 0 ? Long.SIZE - 1 : Long.SIZE)) {
                return Optional.of(whole(value));
            }
        }
        return FLOAT.matcher(digits).matches() && finite(digits) ? Optional.of(decimal(digits)) : Optional.empty();
    }

    private static BigInteger based(String digits) {
        boolean negative = digits.charAt(0) == '-';
        String unsigned = negative || digits.charAt(0) == '+' ? digits.substring(1) : digits;
        BigInteger value = switch (unsigned.charAt(1)) {
            case 'x', 'X' -> new BigInteger(unsigned.substring(2), 16);
            case 'b', 'B' -> new BigInteger(unsigned.substring(2), 2);
            case 'o', 'O' -> new BigInteger(unsigned.substring(2), 8);
            default -> new BigInteger(unsigned, 8);
        };
        return negative ? value.negate() : value;
    }

    private static JsonNode whole(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValueExact());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValueExact()) : NODES.numberNode(value);
    }

    /** Kept exact, so that 1.10 is written back as 1.10, unless the exponent lies outside of a 64-bit float. */
    private static JsonNode decimal(String digits) {
        double value = Double.parseDouble(digits);
        if (digits.length() > LONGEST_EXACT || value == 0) {
            return NODES.numberNode(value);
        }
        return NODES.numberNode(new BigDecimal(digits));
    }

    /** A number that no 64-bit float can hold is a string to Go. */
    private static boolean finite(String digits) {
        return !Double.isInfinite(Double.parseDouble(digits));
    }

    /** The text that a scalar becomes as a key, since keys of JSON are strings: {@code yes:} is {@code "true":}. */
    static String key(JsonNode key) {
        return key.isFloatingPointNumber() ? floatKey(key.doubleValue()) : key.asString();
    }

    /**
     * As sigs.k8s.io/yaml does it: the shortest digits of a 32-bit float, with an exponent where that is below -4 or
     * above 5.
     */
    private static String floatKey(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        float narrow = (float) value;
        if (Float.isInfinite(narrow)) {
            return narrow > 0 ? ".inf" : "-.inf";
        }
        if (narrow == 0) {
            return 1 / narrow < 0 ? "-0" : "0";
        }
        BigDecimal digits = new BigDecimal(Float.toString(narrow)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < LONGEST_WHOLE_KEY) {
            return digits.toPlainString();
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        return String.format("%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
