package org.atelier.cli.data;

import java.util.Locale;
import java.util.Map;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.RunSettings;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.vae.Binarised;

/** Binarisation of grey pictures: values of {@code --binarise}. */
public enum BinariseChoice {
  /** No binarisation. */
  NO,

  /** Sampled anew at each load: white with a probability equal to the brightness. */
  DRAWN,

  /** Thresholded at mid-grey. */
  CUT;

  private static final String KEPT = "binarise";

  /** The choice that a run's settings hold. */
  public static BinariseChoice of(Map<String, String> kept) {
    String name = kept.getOrDefault(KEPT, BinariseChoice.NO.toString());
    for (BinariseChoice choice : BinariseChoice.values()) {
      if (choice.toString().equals(name)) {
        return choice;
      }
    }
    throw new UsageException(
        "Expected no, drawn or cut as %s in the run's %s, but found %s"
            .formatted(KEPT, RunSettings.FILE, name));
  }

  /** Adds this choice to a run's settings. */
  public void keepIn(Map<String, String> kept) {
    if (this != NO) {
      kept.put(KEPT, toString());
    }
  }

  /** The data, binarised by this choice. */
  public TrainingData<Images> of(TrainingData<Images> data) {
    return switch (this) {
      case NO -> data;
      case DRAWN -> Binarised.dynamically(data);
      case CUT -> Binarised.byThreshold(data);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
