package org.atelier.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.WeightsCatalogue;
import org.junit.jupiter.api.Test;

class DownloadBarTest {
  private final StringWriter screen = new StringWriter();
  private final CatalogueEntry entry = WeightsCatalogue.bundled().entry("resnet50");

  @Test
  void ten_lines_for_a_file_where_there_is_no_terminal() {
    var bar = DownloadBar.lines(new PrintWriter(screen));
    bar.onStart(entry, 0, 100_000_000);
    for (long done = 0; done <= 100_000_000; done += 1_000_000) {
      bar.onBytes(done);
    }
    bar.onEnd();

    assertThat(screen.toString().lines()).hasSize(11);
    assertThat(screen.toString())
        .startsWith("Downloading resnet50 (100.0 MB) from download.pytorch.org")
        .contains("resnet50: 30.0 of 100.0 MB")
        .endsWith("resnet50: 100.0 of 100.0 MB" + System.lineSeparator());
  }

  @Test
  void resumed_download_begins_where_it_was() {
    var bar = DownloadBar.lines(new PrintWriter(screen));
    bar.onStart(entry, 95_000_000, 100_000_000);
    bar.onBytes(96_000_000);
    bar.onBytes(100_000_000);

    assertThat(screen.toString().lines()).hasSize(2);
    assertThat(screen.toString()).contains(", on from 95.0 MB");
  }
}
