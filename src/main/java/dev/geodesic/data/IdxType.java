package dev.geodesic.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The types of values in IDX files, coded by the third byte of the file. */
enum IdxType {
  UNSIGNED_BYTE(0x08, 1, "unsigned bytes"),
  BYTE(0x09, 1, "signed bytes"),
  SHORT(0x0b, 2, "16-bit integers"),
  INT(0x0c, 4, "32-bit integers"),
  FLOAT(0x0d, 4, "32-bit floats"),
  DOUBLE(0x0e, 8, "64-bit floats");

  private final int code;
  private final int bytes;
  private final String words;

  IdxType(int code, int bytes, String words) {
    this.code = code;
    this.bytes = bytes;
    this.words = words;
  }

  /** Returns the type with this code, if there is one. */
  static Optional<IdxType> of(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  /** Returns the bytes of a value. */
  int bytes() {
    return bytes;
  }

  /** Returns the type in words, in the plural. */
  String words() {
    return words;
  }

  /** Returns numpy's name of the type, in big-endian order. */
  String bigEndian() {
    return switch (this) {
      case UNSIGNED_BYTE -> "u1";
      case BYTE -> "i1";
      case SHORT -> ">i2";
      case INT -> ">i4";
      case FLOAT -> ">f4";
      case DOUBLE -> ">f8";
    };
  }

  /** Whether values are integers. */
  boolean isInteger() {
    return this != FLOAT && this != DOUBLE;
  }

  /** Reads the next value of {@code values}, in the buffer's byte order. */
  double next(ByteBuffer values) {
    return switch (this) {
      case UNSIGNED_BYTE -> Byte.toUnsignedInt(values.get());
      case BYTE -> values.get();
      case SHORT -> values.getShort();
      case INT -> values.getInt();
      case FLOAT -> values.getFloat();
      case DOUBLE -> values.getDouble();
    };
  }

  /** Returns {@code value} with its bytes in the opposite order. */
  double turned(double value) {
    return switch (this) {
      case UNSIGNED_BYTE, BYTE -> value;
      case SHORT -> Short.reverseBytes((short) value);
      case INT -> Integer.reverseBytes((int) value);
      case FLOAT ->
          Float.intBitsToFloat(Integer.reverseBytes(Float.floatToRawIntBits((float) value)));
      case DOUBLE -> Double.longBitsToDouble(Long.reverseBytes(Double.doubleToRawLongBits(value)));
    };
  }

  /**
   * Whether {@code value} is implausible for data of this type, as with bytes in the wrong order.
   */
  boolean isOdd(double value) {
    return switch (this) {
      case UNSIGNED_BYTE, BYTE -> false;
      case SHORT -> value < 0 || value > 255;
      case INT -> Math.abs(value) >= 1 << 16;
      case FLOAT, DOUBLE -> value != 0 && !(Math.abs(value) > 1e-30 && Math.abs(value) < 1e30);
    };
  }
}
