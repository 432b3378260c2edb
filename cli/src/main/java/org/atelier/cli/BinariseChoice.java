package org.atelier.cli;

import java.util.Locale;
import org.atelier.data.Images;
import org.atelier.data.TrainingData;
import org.atelier.vae.Binarised;

/** How grey pictures become black or white. */
enum BinariseChoice {
  /** They do not. */
  NO,

  /** Drawn anew each time, white as probably as they are bright. */
  DRAWN,

  /** Cut in the middle. */
  CUT;

  TrainingData<Images> of(TrainingData<Images> data) {
    return switch (this) {
      case NO -> data;
      case DRAWN -> Binarised.drawn(data);
      case CUT -> Binarised.cut(data);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
