package org.atelier.cli.command;

import java.util.Arrays;
import java.util.List;

/** Alternatives in messages. */
final class EnumText {
  private EnumText() {}

  /** The constants of an enum as the command line spells them: {@code a, b or c}. */
  static String alternatives(Class<?> type) {
    return alternatives(
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(java.util.Locale.ROOT))
            .toList());
  }

  /** {@code a, b or c}. */
  static String alternatives(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
