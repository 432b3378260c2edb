package org.atelier.cli.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values that a numeric option accepts; of a list, each of its numbers. {@link Ranges} checks
 * them before a command is executed. Numbers of which every value has a meaning, such as a random
 * seed, have no range.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Range {
  /** The least value; {@code from} itself is refused if {@link #above} is true. */
  double from() default Double.NEGATIVE_INFINITY;

  /** Whether values must be greater than {@link #from}. */
  boolean above() default false;

  /** The greatest value; {@code to} itself is refused if {@link #below} is true. */
  double to() default Double.POSITIVE_INFINITY;

  /** Whether values must be less than {@link #to}. */
  boolean below() default false;

  /** The only values, if there are some; the bounds are ignored then. */
  int[] only() default {};
}
