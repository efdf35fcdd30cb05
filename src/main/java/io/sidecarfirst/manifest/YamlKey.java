package io.sidecarfirst.manifest;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** The text that a scalar key becomes, since keys of JSON are strings: {@code yes:} is {@code "true":}. */
final class YamlKey {
    private static final int LONGEST_WHOLE = 6;

    private YamlKey() {}

    static String text(JsonNode key) {
        return key.isFloatingPointNumber() ? number(key.doubleValue()) : key.asString();
    }

    /** As sigs.k8s.io/yaml does it: shortest digits of a 32-bit float, with an exponent where it is below -4 or above 5. */
    private static String number(double value) {
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
        if (exponent >= -4 && exponent < LONGEST_WHOLE) {
            return digits.toPlainString();
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        return String.format("%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
