package org.atelier.cli.style;

import java.util.Locale;
import org.atelier.translation.style.Colours;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --colors}, whose values are written with hyphens. */
final class ColoursConverter implements ITypeConverter<Colours> {
  @Override
  public Colours convert(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    for (Colours colours : Colours.values()) {
      if (colours.name().equals(name)) {
        return colours;
      }
    }
    throw new TypeConversionException(
        "expects style, keep, keep-histogram or only, but was '%s'".formatted(text));
  }
}
