package org.atelier.cli.evaluate;

import java.util.Locale;
import org.atelier.cli.command.UsageException;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.datasets.Shapes;
import org.atelier.model.capability.ConditionalModel;
import org.atelier.model.condition.Condition;

/** How {@code ./atelier train place} tells a model where a shape shall be. */
public enum ShapeCondition {
  /** By x, y and radius. */
  NUMBERS(Shapes.PLACE),
  /** By a mask. */
  MASK(Shapes.MASK);

  private static final int TRAINING = 20_000;
  private static final long TRAINING_SEED = 0;
  private static final long HELD_OUT_SEED = 1;

  private final Condition<?> condition;

  ShapeCondition(Condition<?> condition) {
    this.condition = condition;
  }

  public Condition<?> condition() {
    return condition;
  }

  /** What a model is told. */
  public static ShapeCondition of(ConditionalModel model) {
    return of(model.condition());
  }

  /** The one that tells this. */
  public static ShapeCondition of(Condition<?> condition) {
    for (ShapeCondition known : values()) {
      if (known.condition.equals(condition)) {
        return known;
      }
    }
    throw new UsageException(
        "Expected a model that is told the place of a shape or its mask (./atelier train place),"
            + " but it is told "
            + condition);
  }

  /** The shapes that models learn from. */
  public static Shapes training() {
    return Shapes.of(TRAINING, TRAINING_SEED);
  }

  /** Other shapes. */
  public static Shapes heldOut(int count) {
    return Shapes.of(count, HELD_OUT_SEED);
  }

  public TrainingData<ConditionedImages> data() {
    return this == MASK ? training().masked() : training().placed();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
