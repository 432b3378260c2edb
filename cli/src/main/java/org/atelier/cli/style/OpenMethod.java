package org.atelier.cli.style;

import java.util.List;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;

/** A method whose networks are loaded. */
interface OpenMethod extends AutoCloseable {
  /**
   * A transfer of these styles.
   *
   * @param styles as they are, or scaled as they are to be seen ({@link #scalesStyles})
   * @param longerSide of the result, in pixels
   */
  StyleTransfer transfer(List<Style> styles, int longerSide);

  /** Whether the transfer itself scales styles, by its options. */
  default boolean scalesStyles() {
    return false;
  }

  /** Whether the transfer itself keeps the content's colours, by its options. */
  default boolean keepsColours() {
    return false;
  }

  @Override
  default void close() {}
}
