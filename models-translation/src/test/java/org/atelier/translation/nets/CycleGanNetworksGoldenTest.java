package org.atelier.translation.nets;

import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.translation.GoldenNetwork;
import org.junit.jupiter.params.ParameterizedTest;

/** The networks of junyanz/pytorch-CycleGAN-and-pix2pix, number by number. */
class CycleGanNetworksGoldenTest {
  private static final String FAMILY = "cyclegan";
  private static final String SOURCE = "models/networks.py";

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "ResnetGenerator")
  void resnet_generators_match_the_reference(Golden golden) {
    new GoldenNetwork(golden)
        .check(GoldenNets.resnet(golden, "weights").layers(golden.size("output_nc")));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "UnetGenerator")
  void unet_generators_match_the_reference(Golden golden) {
    new GoldenNetwork(golden)
        .check(GoldenNets.unet(golden, "weights").layers(golden.size("output_nc")));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "NLayerDiscriminator")
  void patch_discriminators_match_the_reference(Golden golden) {
    new GoldenNetwork(golden)
        .check(GoldenNets.patchDiscriminator(golden, "weights", golden.size("n_layers")).network());
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "PixelDiscriminator")
  void pixel_discriminators_match_the_reference(Golden golden) {
    new GoldenNetwork(golden).check(GoldenNets.patchDiscriminator(golden, "weights", 0).network());
  }
}
