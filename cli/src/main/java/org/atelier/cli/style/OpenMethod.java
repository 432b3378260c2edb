package org.atelier.cli.style;

import java.util.List;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;

/** A method whose networks are loaded. */
interface OpenMethod extends AutoCloseable {
  /**
   * A transfer of these styles.
   *
   * @param styles scaled as they are to be seen
   * @param longerSide of the result, in pixels
   */
  StyleTransfer transfer(List<Style> styles, int longerSide);

  @Override
  default void close() {}
}
