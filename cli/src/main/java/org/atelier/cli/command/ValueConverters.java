package org.atelier.cli.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the values of options in place of picocli's converters, whose messages speak of Java's
 * types, and which take an empty text for the current folder and NaN for a number.
 */
final class ValueConverters {
  private static final int LONGEST_NUMBER = 400;

  private ValueConverters() {}

  /** Makes a command and all below it read values this way. */
  static void register(CommandLine commandLine) {
    commandLine
        .registerConverter(Integer.class, ValueConverters::integer)
        .registerConverter(Integer.TYPE, ValueConverters::integer)
        .registerConverter(Long.class, ValueConverters::whole)
        .registerConverter(Long.TYPE, ValueConverters::whole)
        .registerConverter(Double.class, ValueConverters::number)
        .registerConverter(Double.TYPE, ValueConverters::number)
        .registerConverter(Path.class, new PathArgument())
        .registerConverter(WeightsFile.class, WeightsFile::of)
        .registerConverter(String.class, ValueConverters::text);
  }

  private static Integer integer(String text) {
    return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static Long whole(String text) {
    return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static long whole(String text, long least, long most) {
    BigInteger value;
    try {
      if (text.length() > LONGEST_NUMBER) {
        throw new NumberFormatException("too long");
      }
      value = new BigInteger(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expects a whole number, but was '" + text + "'");
    }
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new TypeConversionException(
          "expects a whole number of at most %s, but was %s".formatted(most, text));
    }
    if (value.compareTo(BigInteger.valueOf(least)) < 0) {
      throw new TypeConversionException("expects a greater number, but was " + text);
    }
    return value.longValue();
  }

  private static Double number(String text) {
    double value;
    try {
      if (text.length() > LONGEST_NUMBER) {
        throw new NumberFormatException("too long");
      }
      // Unlike Double.valueOf, refuses NaN, Infinity and Java's suffixes.
      value = new BigDecimal(text).doubleValue();
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expects a finite number, but was '" + text + "'");
    }
    if (Double.isInfinite(value)) {
      throw new TypeConversionException("expects a number of at most 1.8e308, but was " + text);
    }
    return value;
  }

  private static String text(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("expects a value, but was empty");
    }
    return text;
  }
}
