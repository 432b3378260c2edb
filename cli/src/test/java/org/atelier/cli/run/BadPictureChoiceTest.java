package org.atelier.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.atelier.image.PictureException;
import org.junit.jupiter.api.Test;

class BadPictureChoiceTest {
  @Test
  void names_the_option_that_gets_a_resumed_run_past_a_broken_picture() {
    var broken = new IOException("The batch failed", new PictureException("Cannot read a.png"));

    assertThat(BadPictureChoice.FAIL.toGoOnAfter(broken)).isEqualTo(" --on-bad-picture skip");
    assertThat(BadPictureChoice.SKIP.toGoOnAfter(broken)).isEmpty();
    assertThat(BadPictureChoice.FAIL.toGoOnAfter(new IOException("The disk is full"))).isEmpty();
  }
}
