package org.atelier.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.image.WriteOptions;
import org.atelier.model.network.Network;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.translation.nets.ResnetGenerator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.stargan.PublishedStarGan;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training models of translation, and what is done with them, on the command line. */
class TranslateTest {
  @TempDir Path temp;

  private Path picture;
  private Path out;

  @BeforeEach
  void picture() throws IOException {
    picture = temp.resolve("in.png");
    out = temp.resolve("out.png");
    Pictures.write(noise(4, 21, 34), picture, WriteOptions.defaults().withBits(16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pix2pix", "cyclegan", "discogan"})
  void a_model_is_trained_with_grids_goes_on_and_translates_any_picture(String model)
      throws IOException {
    Path run = temp.resolve("run");

    var trained = train(model, run);

    assertThat(trained.err()).isEmpty();
    assertThat(trained.code()).isZero();
    assertThat(trained.out())
        .contains("./atelier translate --model " + run)
        .contains("Mean distance (L1");
    assertThat(run.resolve("samples/step-000002.png")).exists();

    assertThat(translate("--model", run, picture, out).err()).isEmpty();
    var made = Pictures.decode(out);
    assertThat(made.picture().toString()).isEqualTo("Picture[4×21×34]");
    assertThat(made.bits()).isEqualTo(16);

    var back = translate("--model", run, "--direction", "b2a", picture, out);
    assertThat(back.code()).isEqualTo(model.equals("pix2pix") ? 2 : 0);

    var resumed = atelier("train", model, "--resume", run, "--steps", 3);
    if (model.equals("discogan")) {
      assertThat(resumed.err()).isEmpty();
      assertThat(resumed.out()).contains("after step 3");
    } else {
      assertThat(resumed.code()).isEqualTo(2);
      assertThat(resumed.err()).contains("falls to 0 at step 2");
      var byEpochs = atelier("train", model, "--resume", run, "--epochs", 3);
      assertThat(byEpochs.code()).isEqualTo(2);
      assertThat(byEpochs.err()).contains("falls to 0 at step 2");
    }
  }

  @Test
  void a_run_whose_rate_does_not_fall_is_prolonged() throws IOException {
    Path run = temp.resolve("run");
    assertThat(train("pix2pix", run, "--decay", "0,0").err()).isEmpty();

    var resumed = atelier("train", "pix2pix", "--resume", run, "--steps", 3);

    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out()).contains("after step 3");
  }

  @Test
  void stargan_edits_attributes_or_translates_to_domains_and_takes_a_folder() throws IOException {
    Path run = temp.resolve("faces");
    assertThat(train("stargan", run).err()).isEmpty();
    Path folder = Files.createDirectories(temp.resolve("many/deep")).getParent();
    Pictures.write(noise(3, 9, 9), folder.resolve("a.jpg"));
    Pictures.write(noise(1, 30, 8), folder.resolve("deep/b.png"));

    var made =
        translate("--model", run, "--set", "glasses=1,smiling=0", folder, temp.resolve("made"));

    assertThat(made.err()).isEmpty();
    assertThat(made.out()).startsWith("2 pictures of ");
    assertThat(Pictures.read(temp.resolve("made/deep/b.png")).height()).isEqualTo(30);
    assertThat(temp.resolve("made/a.png")).exists();
    refused(translate("--model", run, picture, out), "--set glasses=1");
    refused(translate("--model", run, "--set", "hat=1", picture, out), "no attribute hat");
    refused(translate("--model", run, "--set", "glasses", picture, out), "such as glasses=1");
    refused(
        translate("--model", run, "--domain", "noto", picture, out),
        "--domain expects a model of several domains");

    Path styles = temp.resolve("resolutions");
    assertThat(train("stargan", styles, "--data", "resolutions", "--scales", 2).err()).isEmpty();
    assertThat(translate("--model", styles, "--domain", "high", "--enlarge", 2, picture, out).err())
        .isEmpty();
    assertThat(Pictures.read(out).width()).isEqualTo(68);
    refused(
        translate("--model", styles, "--domain", "noto", picture, out),
        "There is no domain noto: the model translates to low, high");
    refused(
        translate("--model", styles, "--set", "hat=1", picture, out),
        "--set expects a model of attributes");
    refused(translate("--model", styles, picture, out), "--domain, one of low, high");
  }

  @Test
  void pairs_domains_and_attributes_of_the_user_s_own_are_learnt() throws IOException {
    Path a = fill("a", 4, 20);
    Path b = fill("b", 4, 20);
    Path halves = fill("halves", 4, 32);
    assertThat(train("pix2pix", temp.resolve("p"), "--data", a, "--targets", b).err()).isEmpty();
    var swapped = train("pix2pix", temp.resolve("h"), "--data", halves, "--enlarge", "--swap");
    assertThat(swapped.err()).isEmpty();
    assertThat(train("cyclegan", temp.resolve("c"), "--data", a, "--data-b", b, "--unet").err())
        .isEmpty();
    assertThat(
            train("cyclegan", temp.resolve("n"), "--data", a, "--data-b", "noto", "--augment")
                .err())
        .isEmpty();
    Path csv =
        Files.writeString(
            temp.resolve("table.csv"),
            "file,hat,smile\n0.png,1,0\n1.png,0,0\n2.png,1,1\n3.png,0,1\n");
    assertThat(train("stargan", temp.resolve("s"), "--data", a, "--attributes", csv).out())
        .contains("with hat, smile");
    Path domains = Files.createDirectories(temp.resolve("domains"));
    Files.move(a, domains.resolve("one"));
    Files.move(b, domains.resolve("two"));
    assertThat(train("stargan", temp.resolve("d"), "--data", domains).out())
        .contains("in the domains one, two");
  }

  @Test
  void bad_data_is_refused_in_a_sentence_and_nothing_is_written() throws IOException {
    Path a = fill("a", 3, 20);
    Path b = fill("b", 3, 20);
    Files.delete(b.resolve("2.png"));
    refusedTraining("pix2pix", "1 of the 3 pictures in", "--data", a, "--targets", b);
    Pictures.write(noise(3, 20, 24), b.resolve("2.png"));
    refusedTraining(
        "pix2pix",
        "must have the same size",
        "--data",
        a,
        "--targets",
        b,
        "--on-bad-picture",
        "fail");
    assertThat(train("pix2pix", temp.resolve("skip"), "--data", a, "--targets", b).out())
        .contains("Left out 1 of 3 examples");
    Path odd = fill("odd", 2, 33);
    refusedTraining("pix2pix", "33 pixels wide", "--data", odd);
    Path empty = Files.createDirectories(temp.resolve("domains/none")).getParent();
    refusedTraining("cyclegan", "is empty", "--data", a, "--data-b", empty.resolve("none"));
    refusedTraining("cyclegan", "--data-b expects", "--data", a, "--data-b", temp.resolve("no"));
    refusedTraining("cyclegan", "give those of domain B with --data-b", "--data", a);
    Files.move(odd, empty.resolve("some"));
    refusedTraining("stargan", "is empty", "--data", empty);
    refusedTraining("stargan", "two or more domains", "--data", a);
    Path csv = Files.writeString(temp.resolve("t.csv"), "file,hat\n0.png,1\n1.png,0\n");
    refusedTraining("stargan", "no line for 1 of the 3", "--data", a, "--attributes", csv);
    refusedTraining(
        "stargan", "no attribute beard", "--data", a, "--attributes", csv, "--names", "beard");
    refusedTraining("stargan", "a file of --attributes, but there is none", "--names", "beard");
    refusedTraining("pix2pix", "--patch must be 1, 16", "--patch", 17);
    refusedTraining(
        "pix2pix", "--image-size 30: size must be a multiple of 4, but was 30", "--image-size", 30);
  }

  @Test
  void weights_of_other_projects_are_read_and_known_by_their_names() throws IOException {
    Path resnet = weights(network(ResnetGenerator.of(2).withFilters(2).layers(3)), "resnet");
    assertThat(translate("--weights", resnet, "--arch", "resnet_2blocks", picture, out).err())
        .isEmpty();
    assertThat(Pictures.decode(out).picture().toString()).isEqualTo("Picture[4×21×34]");
    assertThat(translate("--weights", resnet, "--tile", 16, picture, out).err()).isEmpty();
    Path unet = weights(network(UnetGenerator.of(4).withFilters(2).layers(3)), "unet");
    assertThat(translate("--weights", unet, "--arch", "unet_16", picture, out).err()).isEmpty();
    Path stars;
    try (var star =
        new PublishedStarGan(2, 1, 3)
            .load(
                new org.atelier.model.PublishedWeights(Path.of("x"), starWeights()),
                Device.cpu())) {
      stars = weights(star.generator(), "star");
    }
    assertThat(
            translate("--weights", stars, "--arch", "stargan", "--set", "1=1", picture, out).err())
        .isEmpty();
    refused(translate("--weights", stars, picture, out), "--set with some of 0, 1, 2");

    refused(
        translate("--weights", resnet, "--arch", "resnet_3blocks", picture, out),
        "Missing: model.12.conv_block",
        "Unexpected:",
        "The file fits a ResnetGenerator with blocks 2.",
        "Use --arch resnet_2blocks");
    refused(translate("--weights", unet, "--arch", "resnet_9blocks", picture, out), "unet_16");
    refused(translate("--weights", unet, "--arch", "vgg", picture, out), "--arch expects resnet_9");
    refused(translate("--weights", resnet, "--direction", "b2a", picture, out), "both ways");
  }

  @Test
  void one_of_several_networks_in_a_file_is_asked_for_and_what_is_left_out_is_said()
      throws IOException {
    var two = new LinkedHashMap<String, HostTensor>();
    for (String name : List.of("netG_A", "netG_B")) {
      try (Network network = network(ResnetGenerator.of(1).withFilters(2).layers(3), name)) {
        tensors(network).forEach((key, tensor) -> two.put(name + ".module." + key, tensor));
      }
    }
    Path file = temp.resolve("two.safetensors");
    Safetensors.write(file, two, Map.of());
    refused(
        translate("--weights", file, picture, out), "netG_A, netG_B.", "such as --network netG_A");
    refused(
        translate("--weights", file, "--network", "netX", picture, out),
        "no network named \"netX\"");
    CommandLineRun chosen = translate("--weights", file, "--network", "netG_B", picture, out);
    assertThat(chosen.err()).isEmpty();
    assertThat(out).exists();
    Files.delete(out);
    refused(
        translate("--model", temp, "--network", "netG_B", picture, out),
        "--network expects --weights");

    var averaged = new LinkedHashMap<String, HostTensor>();
    two.forEach(
        (key, tensor) ->
            averaged.put(
                key.replace("netG_A.", "params.").replace("netG_B.", "params_ema."), tensor));
    Safetensors.write(file, averaged, Map.of());
    assertThat(translate("--weights", file, picture, out).out())
        .contains("\"params_ema\" (averaged weights) is taken; left out: params.");
  }

  @Test
  void weights_that_cannot_be_used_are_refused_for_what_they_are() throws IOException {
    Map<String, HostTensor> whole;
    try (Network network = network(ResnetGenerator.of(2).withFilters(2).layers(3))) {
      whole = tensors(network);
    }
    Path file = temp.resolve("weights.safetensors");
    HostTensor bias = Objects.requireNonNull(whole.remove("model.1.bias"));
    Safetensors.write(file, whole, Map.of());
    CommandLineRun incomplete = translate("--weights", file, picture, out);
    refused(incomplete, "Missing: model.1.bias.", "of this architecture, but not whole");
    assertThat(incomplete.err()).doesNotContain("--arch");
    CommandLineRun both = translate("--weights", file, "--arch", "resnet_3blocks", picture, out);
    refused(both, "Missing: model.1.bias");
    assertThat(both.err()).as("resnet_2blocks would not fit either").doesNotContain("Use --arch");

    whole.put("model.1.bias", HostTensor.of(bias.shape(), 0, Float.NaN));
    Safetensors.write(file, whole, Map.of());
    refused(translate("--weights", file, picture, out), "\"model.1.bias\"", "not finite (NaN)");

    try (Network rgba =
        network(ResnetGenerator.of(1).withFilters(2).layers(4), "G", new Shape(4, 64, 64))) {
      refused(
          translate("--weights", weights(rgba, "rgba"), picture, out),
          "from 4 to 4 channels, as of pictures with transparency (RGBA)");
    }
    try (Network maps =
        network(ResnetGenerator.of(1).withFilters(2).layers(3), "G", new Shape(5, 64, 64))) {
      assertThat(translate("--weights", weights(maps, "maps"), picture, out).out())
          .contains("takes 5 channels: INPUT is read as a class map");
    }
    refused(translate("--weights", temp, picture, out), "this is a folder");
    refused(translate("--weights", temp.resolve("none.pth"), picture, out), "no such file");
  }

  /** A generator of 2 filters, 1 block and 3 labels, of zeros. */
  private static Map<String, HostTensor> starWeights() {
    var options =
        org.atelier.translation.stargan.StarGanOptions.of(
                org.atelier.translation.stargan.LabelSet.attributes("a", "b", "c"))
            .withNetworks(new org.atelier.translation.stargan.StarGanNetworks(2, 1, 1, 1, 1));
    try (var model = new org.atelier.translation.stargan.StarGan(options)) {
      model.initialize(3);
      return tensors(model.generator());
    }
  }

  @ParameterizedTest
  @CsvSource({"GLOBAL,posix.system", "STACK_GLOBAL,os.system", "BUILTIN,builtins.eval"})
  void a_pickle_that_would_run_a_command_is_refused_and_does_not_run_it(String how, String named)
      throws IOException {
    Path proof = temp.resolve("ran");
    String command = text("touch " + proof);
    String program =
        switch (how) {
          case "GLOBAL" -> "\u0080\2cposix\nsystem\n(" + command + "tR.";
          case "STACK_GLOBAL" ->
              "\u0080\4" + text("os") + text("system") + "\u0093(" + command + "tR.";
          default -> "\u0080\2cbuiltins\neval\n(" + command + "tR.";
        };
    Path file = zip("evil.pth", Map.of("a/data.pkl", program.getBytes(ISO_8859_1)), false);
    refused(translate("--weights", file, picture, out), "'" + named + "'");
    assertThat(proof).doesNotExist();
  }

  @Test
  void bombs_and_broken_files_are_refused() throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("a/data.pkl", "}.".getBytes(ISO_8859_1));
    entries.put("a/data/0", new byte[20_000_000]);
    Path bomb = zip("bomb.pth", entries, true);
    assertThat(Files.size(bomb)).isLessThan(100_000);
    refused(translate("--weights", bomb, picture, out), "zip bomb");
    Path resnet = weights(network(ResnetGenerator.of(1).withFilters(2).layers(3)), "resnet");
    byte[] whole = Files.readAllBytes(resnet);
    Path cut = Files.write(temp.resolve("cut.pth"), Arrays.copyOf(whole, whole.length / 2));
    refused(translate("--weights", cut, picture, out), "cut.pth");
    Path text = Files.writeString(temp.resolve("text.pth"), "no weights");
    refused(translate("--weights", text, picture, out), "text.pth");
    refused(translate("--weights", temp.resolve("none.pth"), picture, out), "none.pth");
    byte[] png = Files.readAllBytes(picture);
    Path half = Files.write(temp.resolve("half.png"), Arrays.copyOf(png, png.length / 2));
    refused(translate("--weights", resnet, half, out), "half.png");
    refused(translate("--weights", resnet, temp.resolve("no.png"), out), "There is no");
    refused(translate("--weights", resnet, picture, temp.resolve("out.gif")), ".png");
    refused(translate(picture, out), "but got neither");
    refused(translate("--weights", resnet, "--enlarge", 99, picture, out), "from 1 to 16");
    refused(translate("--weights", resnet, temp, temp.resolve("inside")), "outside of");
  }

  @Test
  void a_folder_goes_on_after_broken_pictures_and_inputs_are_never_overwritten()
      throws IOException {
    Path resnet = weights(network(ResnetGenerator.of(1).withFilters(2).layers(3)), "resnet");
    Path folder = Files.createDirectories(temp.resolve("many"));
    Pictures.write(noise(3, 9, 9), folder.resolve("a.jpg"));
    Pictures.write(noise(3, 9, 9), folder.resolve("a.png"));
    Pictures.write(noise(2, 1, 1), folder.resolve("dot.tif"));
    Files.createFile(folder.resolve("empty.png"));
    Path made = temp.resolve("made");

    var run = translate("--weights", resnet, folder, made);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("atelier: 1 of 4 pictures could not be translated:")
        .contains("empty.png: expected a picture, but the file is empty")
        .hasLineCount(2);
    assertThat(run.out()).startsWith("3 pictures of ");
    assertThat(made.toFile().list()).containsExactlyInAnyOrder("a.jpg.png", "a.png.png", "dot.png");
    assertThat(Pictures.read(made.resolve("dot.png")).toString()).isEqualTo("Picture[4×1×1]");

    byte[] before = Files.readAllBytes(picture);
    Path link = Files.createSymbolicLink(temp.resolve("link"), temp);
    refused(translate("--weights", resnet, picture, picture), "OUTPUT would overwrite the input");
    refused(
        translate("--weights", resnet, picture, link.resolve("in.png")),
        "OUTPUT would overwrite the input");
    refused(translate("--weights", resnet, folder, link.resolve("many")), "outside of");
    assertThat(Files.readAllBytes(picture)).isEqualTo(before);
  }

  private void refused(CommandLineRun run, String... sentences) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(sentences).hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  private void refusedTraining(String model, String sentence, Object... arguments) {
    Path run = temp.resolve("refused");
    var refused = train(model, run, arguments);
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains(sentence).hasLineCount(1);
    assertThat(run).doesNotExist();
  }

  private CommandLineRun translate(Object... arguments) {
    try {
      Files.deleteIfExists(out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    var all = new ArrayList<Object>(List.of("translate", "--device", "cpu"));
    all.addAll(List.of(arguments));
    return atelier(all.toArray());
  }

  private static CommandLineRun train(String model, Path run, Object... more) {
    var arguments = new ArrayList<Object>(List.of("train", model, "--out", run));
    arguments.addAll(List.of("--device", "cpu", "--filters", 2, "--image-size", 16));
    arguments.addAll(List.of("--batch-size", 2, "--steps", 2));
    List<Object> given = List.of(more);
    for (int i = 0; i < given.size(); i++) {
      int before = arguments.indexOf(given.get(i));
      if (String.valueOf(given.get(i)).startsWith("--") && before >= 0) {
        arguments.set(before + 1, given.get(i + 1));
        i++;
      } else {
        arguments.add(given.get(i));
      }
    }
    return atelier(arguments.toArray());
  }

  private Path fill(String folder, int count, int width) throws IOException {
    Path pictures = Files.createDirectories(temp.resolve(folder));
    for (int i = 0; i < count; i++) {
      Pictures.write(noise(3, 20, width), pictures.resolve(i + ".png"));
    }
    return pictures;
  }

  private static Network network(org.atelier.nn.Layer layers) {
    return network(layers, "G");
  }

  /** Its values are a function of its name. */
  private static Network network(org.atelier.nn.Layer layers, String name) {
    return network(layers, name, new Shape(3, 64, 64));
  }

  private static Network network(org.atelier.nn.Layer layers, String name, Shape input) {
    var network = new Network(name, layers, Adam.of(1e-3, 0.5), input);
    network.initialize(1, Device.cpu());
    return network;
  }

  private Path weights(Network network, String name) throws IOException {
    Path file = temp.resolve(name + ".safetensors");
    Safetensors.write(file, tensors(network), Map.of());
    return file;
  }

  private static Map<String, HostTensor> tensors(Network network) {
    var tensors = new LinkedHashMap<String, HostTensor>();
    Stream.of(network.parameters(), network.buffers())
        .forEach(map -> map.forEach((key, array) -> tensors.put(key, HostTensor.of(array))));
    return tensors;
  }

  private Path zip(String name, Map<String, byte[]> entries, boolean compressed)
      throws IOException {
    Path file = temp.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var each : entries.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        entry.setMethod(compressed ? ZipEntry.DEFLATED : ZipEntry.STORED);
        if (!compressed) {
          var sum = new CRC32();
          sum.update(each.getValue());
          entry.setCrc(sum.getValue());
          entry.setSize(each.getValue().length);
        }
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  /** A short text as a pickle has it. */
  private static String text(String value) {
    return "X" + (char) value.length() + "\0\0\0" + value;
  }

  private static Picture noise(int channels, int height, int width) {
    var random = CounterRandom.of(channels, height).fork(width);
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return new Picture(channels, height, width, values);
  }
}
