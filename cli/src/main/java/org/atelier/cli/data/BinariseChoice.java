package org.atelier.cli.data;

import java.util.Locale;
import java.util.Map;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.RunSettings;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.vae.Binarised;

/** How grey pictures become black or white. */
public enum BinariseChoice {
  /** They do not. */
  NO,

  /** Drawn anew each time, white as probably as they are bright. */
  DRAWN,

  /** Cut in the middle. */
  CUT;

  private static final String KEPT = "binarise";

  /** How a run's pictures became black or white. */
  public static BinariseChoice of(Map<String, String> kept) {
    String name = kept.getOrDefault(KEPT, BinariseChoice.NO.toString());
    for (BinariseChoice choice : BinariseChoice.values()) {
      if (choice.toString().equals(name)) {
        return choice;
      }
    }
    throw new UsageException(
        "Expected no, drawn or cut as %s in the run's %s, but it says %s"
            .formatted(KEPT, RunSettings.FILE, name));
  }

  /** Adds this choice to what a run keeps. */
  public void keepIn(Map<String, String> kept) {
    if (this != NO) {
      kept.put(KEPT, toString());
    }
  }

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
