package org.atelier.benchmarks.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class MixtureTest {
  @Test
  void counts_a_mode_only_where_a_point_is_within_three_deviations() {
    Mixture ring = Mixture.ring();
    var coverage =
        ring.coverage(
            List.of(
                at(ring, 1.02, 0), // two deviations from the first centre
                at(ring, 1, 0.029), // the same mode again
                at(ring, 0, 1.04), // four deviations from the third
                at(ring, -1, 0)));

    assertThat(coverage.modes()).isEqualTo(2);
    assertThat(coverage.highQuality()).isEqualTo(0.75);
  }

  @Test
  void points_in_one_place_are_one_mode() {
    Mixture grid = Mixture.grid();

    var coverage = grid.coverage(List.of(at(grid, 2, -4), at(grid, 2.01, -4.02)));

    assertThat(coverage).isEqualTo(new Mixture.Coverage(1, 1));
  }

  @Test
  void points_between_the_modes_are_none() {
    Mixture grid = Mixture.grid();

    assertThat(grid.coverage(List.of(at(grid, 1, 1)))).isEqualTo(new Mixture.Coverage(0, 0));
  }

  @Test
  void its_own_points_cover_every_mode_as_well_as_a_gaussian_can() throws IOException {
    for (Mixture mixture : List.of(Mixture.ring(), Mixture.grid())) {
      int[] all = IntStream.range(0, 2500).toArray();
      List<Picture> points;
      try (var manager = NDManager.newBaseManager("PyTorch")) {
        var batch = mixture.points(2500, 7).load(all, CounterRandom.of(0)).toBatch(manager);
        points = Pictures.fromBatch(batch.images());
      }

      var coverage = mixture.coverage(points);

      assertThat(coverage.modes()).as(mixture.name()).isEqualTo(mixture.centres().size());
      // In the plane, 1 - exp(-9/2) of a Gaussian lies within three deviations.
      assertThat(coverage.highQuality()).isEqualTo(0.989, within(0.01));
    }
  }

  @Test
  void a_point_depends_on_its_number_alone() throws IOException {
    var points = Mixture.ring().points(100, 1);
    var values = new ArrayList<float[]>();
    try (var manager = NDManager.newBaseManager("PyTorch")) {
      for (int[] indices : List.of(new int[] {5, 9}, new int[] {9, 5})) {
        var batch = points.load(indices, CounterRandom.of(indices[0])).toBatch(manager);
        values.add(batch.images().toFloatArray());
      }
    }

    assertThat(values.get(1))
        .containsExactly(values.get(0)[2], values.get(0)[3], values.get(0)[0], values.get(0)[1]);
  }

  private static Picture at(Mixture mixture, double x, double y) {
    float[] values = {(float) (x / mixture.reach()), (float) (y / mixture.reach())};
    return new Picture(1, 1, 2, values);
  }
}
