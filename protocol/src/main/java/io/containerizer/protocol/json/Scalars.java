package io.containerizer.protocol.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.containerizer.protocol.json.JsonScanner.Malformed;
import io.containerizer.protocol.json.JsonScanner.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what stands in a JSON text into the value of a field. */
final class Scalars {

    /** More digits, before or behind the point, than any number of 64 bits has, zeros included. */
    private static final int MOST_DIGITS = 400;

    private Scalars() {}

    /**
     * A value as protobuf's reflection takes it; empty: the field stays unset, which is so for an unknown name of an enum.
     *
     * @throws Malformed if it is none; without the field's name
     */
    static Optional<Object> read(FieldDescriptor field, Scalar scalar) throws Malformed {
        return switch (field.getType()) {
            case STRING -> Optional.of(string(field, scalar));
            case BYTES -> Optional.of(bytes(string(field, scalar)));
            case ENUM -> Optional.ofNullable(constant(field, string(field, scalar)));
            case BOOL -> Optional.of(bool(field, scalar));
            case DOUBLE -> Optional.of(Double.parseDouble(number(field, scalar)));
            case FLOAT -> Optional.of(Float.parseFloat(number(field, scalar)));
            case INT32, SINT32, SFIXED32 ->
                Optional.of(signed(field, scalar, 32).intValue());
            case INT64, SINT64, SFIXED64 ->
                Optional.of(signed(field, scalar, 64).longValue());
            case UINT32, FIXED32 -> Optional.of(unsigned(field, scalar, 32).intValue());
            case UINT64, FIXED64 -> Optional.of(unsigned(field, scalar, 64).longValue());
            case MESSAGE, GROUP -> throw wrong(field, scalar);
        };
    }

    /** What belongs in a field, for a message about something else in it. */
    static String phrase(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> "a string";
            case BYTES -> "a string of base64";
            case ENUM -> "a name of " + field.getEnumType().getFullName();
            case BOOL -> "a boolean";
            case MESSAGE, GROUP -> "an object";
            default -> "a number";
        };
    }

    private static Malformed wrong(FieldDescriptor field, Scalar scalar) {
        return new Malformed("it is " + scalar.kind().phrase() + " where " + phrase(field) + " belongs");
    }

    private static String string(FieldDescriptor field, Scalar scalar) throws Malformed {
        if (scalar.kind() != Scalar.Kind.STRING) {
            throw wrong(field, scalar);
        }
        return scalar.text();
    }

    private static ByteString bytes(String base64) throws Malformed {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new Malformed("it is no base64");
        }
    }

    private static @Nullable EnumValueDescriptor constant(FieldDescriptor field, String name) throws Malformed {
        EnumValueDescriptor constant = field.getEnumType().findValueByName(name);
        if (constant == null && field.isRequired()) {
            throw new Malformed("it is no name of " + field.getEnumType().getFullName());
        }
        return constant;
    }

    private static boolean bool(FieldDescriptor field, Scalar scalar) throws Malformed {
        return switch (scalar.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(field, scalar);
        };
    }

    private static String number(FieldDescriptor field, Scalar scalar) throws Malformed {
        if (!JsonScanner.isNumber(scalar.text())) {
            throw wrong(field, scalar);
        }
        return scalar.text();
    }

    private static BigInteger signed(FieldDescriptor field, Scalar scalar, int bits) throws Malformed {
        BigInteger value = integer(number(field, scalar));
        if (value.bitLength() >= bits) {
            throw outOfRange();
        }
        return value;
    }

    private static BigInteger unsigned(FieldDescriptor field, Scalar scalar, int bits) throws Malformed {
        BigInteger value = integer(number(field, scalar));
        if (value.signum() < 0 || value.bitLength() > bits) {
            throw outOfRange();
        }
        return value;
    }

    private static Malformed outOfRange() {
        return new Malformed("the number is out of range");
    }

    private static BigInteger integer(String number) throws Malformed {
        try {
            BigDecimal value = new BigDecimal(number);
            if (Math.abs((long) value.scale()) > MOST_DIGITS) { // or 1e999999999 would be written out
                throw value.signum() == 0 || value.scale() > 0 ? noInteger() : outOfRange();
            }
            return value.toBigIntegerExact();
        } catch (NumberFormatException e) { // an infinity, or an exponent that is none
            throw outOfRange();
        } catch (ArithmeticException e) {
            throw noInteger();
        }
    }

    private static Malformed noInteger() {
        return new Malformed("the number is no integer");
    }
}
