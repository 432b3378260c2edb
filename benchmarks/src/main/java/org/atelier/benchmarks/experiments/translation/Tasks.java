package org.atelier.benchmarks.experiments.translation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.attributes.AttributeSet;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.data.pairs.PicturePairs;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.Emoji;
import org.atelier.datasets.Faces;
import org.atelier.datasets.openmoji.OpenMoji;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.translation.Domains;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.cyclegan.CycleGanOptions;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.discogan.DiscoGanOptions;
import org.atelier.translation.discogan.ReconstructionRate;
import org.atelier.translation.nets.DropoutMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.ResnetGenerator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.pix2pix.Pix2PixOptions;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGan;
import org.atelier.translation.stargan.StarGanNetworks;
import org.atelier.translation.stargan.StarGanOptions;

/**
 * The experiments. Budgets are small, meant for some five minutes of one processor core with AVX2 a
 * training (what each took is in its record); the Python side reads them from what {@link Train}
 * writes, so they are said once.
 */
final class Tasks {
  static final List<String> NAMES =
      List.of("pix2pix", "cyclegan", "discogan", "stargan-styles", "stargan-faces");

  private static final int SIZE = 64;

  /** Of the many-domain tasks, which are the most work. */
  static final int SMALL = 32;

  /** One emoji in ten is never learnt from, in any style. */
  private static final IntPredicate HELD_OUT = number -> number % 10 == 0;

  private Tasks() {}

  /**
   * The task of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Task<?, ?> named(String name) throws IOException {
    return switch (name) {
      case "pix2pix" -> pix2pix();
      case "cyclegan" -> cycleGan();
      case "discogan" -> discoGan();
      case "stargan-styles" -> styles();
      case "stargan-faces" -> faces();
      default ->
          throw new IllegalArgumentException(
              "Expected a model out of %s, but got %s".formatted(NAMES, name));
    };
  }

  /** In 8 bits, as the Python side has them. */
  private static InMemory stored(PictureSource source, int size, IntPredicate chosen)
      throws IOException {
    return InMemory.copyOf(source.filter(chosen), images(size));
  }

  private static ImageOptions images(int size) {
    return ImageOptions.defaults().withSize(size);
  }

  /** Lines and colours of OpenMoji; flags are left out, whose lines are all the same. */
  private static Task<?, ?> pix2pix() throws IOException {
    Emoji lines = OpenMoji.black().where(item -> !item.category().equals("Flags"));
    Emoji colours = OpenMoji.color().where(lines.items()::contains);
    InMemory given = stored(lines, SIZE, HELD_OUT.negate());
    InMemory wanted = stored(colours, SIZE, HELD_OUT.negate());
    var options =
        Pix2PixOptions.defaults()
            .withDiscriminator(new PatchDiscriminator(32, 2, Normalisation.BATCH))
            .withGenerator(UnetGenerator.of(6).withFilters(32).withDropout(DropoutMode.NONE))
            .withDomains(Domains.rgb(SIZE));
    return new Task<>(
        "pix2pix",
        3000,
        1,
        () -> new Pix2Pix(options),
        PicturePairs.of(given, wanted).images(images(SIZE)),
        ordered("a", given, "b", wanted),
        new boolean[0][],
        List.of(
            new Trial(
                "b",
                stored(lines, SIZE, HELD_OUT),
                new boolean[0][],
                stored(colours, SIZE, HELD_OUT))),
        (model, trial, x, labels) -> model.generator().predict(x));
  }

  private static Map<String, InMemory> ordered(String a, InMemory ofA, String b, InMemory ofB) {
    var pictures = new LinkedHashMap<String, InMemory>();
    pictures.put(a, ofA);
    pictures.put(b, ofB);
    return pictures;
  }

  /** Emoji in two styles: which show the same is told to the judge alone. */
  private record Styles(InMemory a, InMemory b, List<Trial> trials) {
    static Styles open() throws IOException {
      Emoji noto = Emoji.noto();
      Emoji twemoji = Emoji.twemoji().where(noto.items()::contains);
      Emoji common = noto.where(twemoji.items()::contains);
      InMemory a = stored(common, SIZE, HELD_OUT);
      InMemory b = stored(twemoji, SIZE, HELD_OUT);
      return new Styles(
          stored(common, SIZE, HELD_OUT.negate()),
          stored(twemoji, SIZE, HELD_OUT.negate()),
          List.of(new Trial("b", a, new boolean[0][], b), new Trial("a", b, new boolean[0][], a)));
    }
  }

  private static Task<?, ?> cycleGan() throws IOException {
    Styles styles = Styles.open();
    var options =
        CycleGanOptions.defaults()
            .withGenerator(ResnetGenerator.of(3).withFilters(16))
            .withDiscriminator(new PatchDiscriminator(32, 2, Normalisation.INSTANCE))
            .withDomains(Domains.rgb(SIZE));
    return new Task<>(
        "cyclegan",
        1500,
        1,
        () -> new CycleGan(options),
        UnpairedImages.of(styles.a().images(images(SIZE)), styles.b().images(images(SIZE))),
        ordered("a", styles.a(), "b", styles.b()),
        new boolean[0][],
        styles.trials(),
        (model, trial, x, labels) -> (trial.equals("b") ? model.G_A() : model.G_B()).predict(x));
  }

  private static Task<?, ?> discoGan() throws IOException {
    Styles styles = Styles.open();
    var options =
        DiscoGanOptions.defaults()
            .withFilters(32)
            .withBottleneck(0)
            .withReconstructionRate(new ReconstructionRate(0.01, 0.5, 200))
            .withOptimizer(Adam.of(5e-4, 0.5).withWeightDecay(1e-5));
    return new Task<>(
        "discogan",
        1000,
        16,
        () -> new DiscoGan(options),
        UnpairedImages.of(styles.a().images(images(SIZE)), styles.b().images(images(SIZE))),
        ordered("a", styles.a(), "b", styles.b()),
        new boolean[0][],
        styles.trials(),
        (model, trial, x, labels) ->
            (trial.equals("b") ? model.generator_B() : model.generator_A()).predict(x));
  }

  /** The learning rate decays linearly in the second half, as the reference's. */
  private static StarGanOptions starGan(LabelSet labels, long steps) {
    return StarGanOptions.of(labels)
        .withNetworks(new StarGanNetworks(16, 3, 24, 3, 1))
        .withPicture(PictureShape.rgb(SMALL))
        .withNCritic(2)
        .withOptimizer(
            Adam.of(3e-4, 0.5).withSchedule(Schedule.linearDecay(steps / 2, steps - steps / 2)));
  }

  private static Task<?, ?> starGan(
      String name, long steps, LabelSet labels, AttributeSet data, InMemory pictures, Trial trial) {
    var values = new boolean[data.size()][labels.size()];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < values[i].length; k++) {
        values[i][k] = data.has(i, labels.names().get(k));
      }
    }
    return new Task<>(
        name,
        steps,
        8,
        () -> new StarGan(starGan(labels, steps)),
        AttributeImages.of(images(SMALL), data),
        Map.of("a", pictures),
        values,
        List.of(trial),
        (model, which, x, wanted) -> model.generator().predict(x, Objects.requireNonNull(wanted)));
  }

  private static Task<?, ?> styles() throws IOException {
    Emoji fluent = Emoji.fluent();
    Emoji openMoji = OpenMoji.color().where(fluent.items()::contains);
    Emoji common = fluent.where(openMoji.items()::contains);
    var learnt = new LinkedHashMap<String, PictureSource>();
    var heldOut = new ArrayList<InMemory>();
    var all = new ArrayList<Picture>();
    for (Emoji style : List.of(Emoji.noto(), Emoji.twemoji(), common, openMoji)) {
      Emoji same = style.where(common.items()::contains);
      InMemory training = stored(same, SMALL, HELD_OUT.negate());
      learnt.put(same.style(), training);
      for (int i = 0; i < training.size(); i++) {
        all.add(training.picture(i));
      }
      heldOut.add(stored(same, SMALL, HELD_OUT));
    }
    var given = new ArrayList<Picture>();
    var truth = new ArrayList<Picture>();
    var wanted = new ArrayList<boolean[]>();
    for (int from = 0; from < heldOut.size(); from++) {
      for (int to = 0; to < heldOut.size(); to++) {
        for (int i = 0; i < heldOut.get(from).size() && to != from; i++) {
          given.add(heldOut.get(from).picture(i));
          truth.add(heldOut.get(to).picture(i));
          var domain = new boolean[heldOut.size()];
          domain[to] = true;
          wanted.add(domain);
        }
      }
    }
    return starGan(
        "stargan-styles",
        4000,
        new LabelSet(List.copyOf(learnt.keySet()), true),
        AttributeSet.ofDomains(learnt),
        InMemory.of(all),
        new Trial(
            "made", InMemory.of(given), wanted.toArray(boolean[][]::new), InMemory.of(truth)));
  }

  static LabelSet attributes() {
    return new LabelSet(
        IntStream.range(0, Faces.Attribute.values().length)
            .mapToObj(i -> Faces.Attribute.values()[i].name().toLowerCase(Locale.ROOT))
            .toList(),
        false);
  }

  static AttributeSet labelled(Faces faces, InMemory stored) {
    var values = new boolean[faces.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = labelsOf(faces, i);
    }
    return AttributeSet.of(stored, attributes().names(), values);
  }

  private static boolean[] labelsOf(Faces faces, int face) {
    var labels = new boolean[Faces.Attribute.values().length];
    for (int k = 0; k < labels.length; k++) {
      labels[k] = faces.has(face, Faces.Attribute.values()[k]);
    }
    return labels;
  }

  private static Task<?, ?> faces() throws IOException {
    Faces training = Faces.embedded().train();
    Faces test = Faces.embedded().test();
    InMemory stored = stored(training, SMALL, i -> true);
    InMemory unseen = stored(test, SMALL, i -> true);
    int count = Faces.Attribute.values().length;
    var given = new ArrayList<Picture>();
    var truth = new ArrayList<Picture>();
    var wanted = new ArrayList<boolean[]>();
    // 16 identities in 32 combinations, the first attribute the highest bit.
    for (int face = 0; face < test.size(); face++) {
      for (int k = 0; k < count; k++) {
        int changed = face ^ 1 << (count - 1 - k);
        given.add(unseen.picture(face));
        truth.add(unseen.picture(changed));
        wanted.add(labelsOf(test, changed));
      }
    }
    return starGan(
        "stargan-faces",
        4000,
        attributes(),
        labelled(training, stored),
        stored,
        new Trial(
            "made", InMemory.of(given), wanted.toArray(boolean[][]::new), InMemory.of(truth)));
  }
}
