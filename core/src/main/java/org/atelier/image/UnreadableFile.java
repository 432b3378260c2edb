package org.atelier.image;

import java.io.IOException;
import java.util.Locale;

/**
 * Why a file gives no picture, before the file's name is known: {@link PictureReader} makes a
 * {@link PictureException} of it.
 */
final class UnreadableFile extends IOException {
  private static final long serialVersionUID = 1L;

  /** The kinds of message. */
  enum Kind {
    /** The bytes contradict the format's definition. */
    DAMAGED,
    /** Bytes are missing at the end. */
    TRUNCATED,
    /** A valid file, whose kind is not read. */
    UNSUPPORTED
  }

  private final Kind kind;

  private UnreadableFile(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  /**
   * @param reason what was found, as a clause
   */
  static UnreadableFile damaged(String reason, Object... values) {
    return new UnreadableFile(Kind.DAMAGED, String.format(Locale.ROOT, reason, values));
  }

  static UnreadableFile truncated() {
    return new UnreadableFile(Kind.TRUNCATED, "the file ends early");
  }

  /**
   * @param reason what was expected, what was found, and what to do
   */
  static UnreadableFile unsupported(String reason, Object... values) {
    return new UnreadableFile(Kind.UNSUPPORTED, String.format(Locale.ROOT, reason, values));
  }

  Kind kind() {
    return kind;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
