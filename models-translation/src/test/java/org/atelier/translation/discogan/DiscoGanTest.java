package org.atelier.translation.discogan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;
import org.atelier.translation.TinyTranslation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoGanTest {
  @Test
  void domains_of_different_kind_train_load_and_resume_with_the_same_bits(@TempDir Path folder)
      throws IOException {
    var options =
        DiscoGanOptions.defaults()
            .withDomains(new Domains(new Domain(1, 32, 32), new Domain(1, 16, 16)))
            .withFilters(2)
            .withBottleneck(6)
            .withReconstructionRate(new ReconstructionRate(0.01, 0.5, 4));
    var data =
        UnpairedImages.of(
            TinyTranslation.noise(8, 32, 1).images(TinyTranslation.grey(32)),
            TinyTranslation.noise(6, 16, 2).images(TinyTranslation.grey(16)));
    TinyTranslation.check(() -> new DiscoGan(options), data, 3, folder, DiscoGan::load);
  }

  @Test
  void domains_of_different_size_need_a_bottleneck() {
    var domains = new Domains(new Domain(1, 64, 96), Domain.rgb(64));
    var options = DiscoGanOptions.defaults().withDomains(domains);
    assertThatThrownBy(() -> options.withBottleneck(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Domains of 96×64 and 64×64 need a bottleneck between encoder and decoder, such as"
                + " withBottleneck(100)");
  }
}
