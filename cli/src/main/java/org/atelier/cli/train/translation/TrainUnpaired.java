package org.atelier.cli.train.translation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.cli.data.EmbeddedSet;
import org.atelier.cli.data.Split;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.evaluate.SampleDistance;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.data.pairs.PicturePairs;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.Emoji;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.loss.L1;
import org.atelier.model.GenerativeModel;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Base class of commands that train unpaired translation between two domains. The pairing of emoji
 * in two styles is known: it is hidden from training, and serves as ground truth in grids.
 *
 * @param <O> the model's options
 * @param <M> the model
 */
public abstract class TrainUnpaired<O extends Record, M extends GenerativeModel<UnpairedImages>>
    extends TrainTranslation<O, UnpairedImages, M> {
  private static final String DATA_B = "data-b";
  private static final String EMBEDDED_B = "twemoji";
  private static final int HELD_OUT = 10;
  private static final int AT_ONCE = 32;

  /** Pictures of each domain that are read before the run begins. */
  private static final int TRIED = 512;

  @Option(
      names = "--data-b",
      paramLabel = "FOLDER|SET",
      description =
          "Pictures of domain B; --data are those of domain A (default: twemoji). " + DataName.RULE)
  private @Nullable String dataB;

  private boolean truthKnown;
  private @Nullable TrainingData<Images> domainA;
  private @Nullable TrainingData<Images> domainB;

  protected TrainUnpaired(
      Class<O> type, Recipe<O> recipe, ToIntFunction<O> side, Function<O, M> build) {
    super(type, recipe, side, build);
  }

  /** Translates pictures (N, C, H, W) of A to B, in evaluation mode. */
  protected abstract NDArray toB(M model, NDArray a);

  /** Translates pictures (N, C, H, W) of B to A, in evaluation mode. */
  protected abstract NDArray toA(M model, NDArray b);

  /** Emoji in two styles, aligned: the n-th of both show the same. */
  record Emojis(Emoji a, Emoji b) {
    static @Nullable Emojis of(PictureSource a, PictureSource b) {
      if (!(a instanceof Emoji one) || !(b instanceof Emoji other)) {
        return null;
      }
      Emoji common = one.where(other.items()::contains);
      return new Emojis(common, other.where(common.items()::contains));
    }

    /** The held-out pairs, every tenth, or the others. */
    Emojis part(boolean heldOut) {
      Emoji part = a.where(item -> heldOut == (a.items().indexOf(item) % HELD_OUT == 0));
      return new Emojis(part, b.where(part.items()::contains));
    }
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(super.kept(saved));
    if (dataB != null) {
      kept.put(DATA_B, dataB);
    } else {
      kept.computeIfPresent(DATA_B, (key, recorded) -> DataName.recorded(recorded));
    }
    return kept;
  }

  @Override
  protected TrainingSource<O, UnpairedImages> open(String name, Map<String, String> kept)
      throws IOException {
    String nameB = kept.get(DATA_B);
    if (nameB == null) {
      if (!isDefault(name)) {
        throw new UsageException(
            "--data names the pictures of domain A, %s; give those of domain B with --data-b"
                .formatted(name));
      }
      nameB = DataName.embedded(EMBEDDED_B);
    }
    TrainingPictures a = TrainingPictures.open(name).withBad(badPictures());
    TrainingPictures b = openB(nameB).withBad(badPictures());
    kept.computeIfPresent(DATA_B, (key, given) -> b.location());
    @Nullable Emojis emojis = Emojis.of(a.source(), b.source());
    truthKnown = emojis != null;
    return new Source(
        a.title() + " and " + b.title(),
        a.location(),
        Math.max(a.source().size(), b.source().size()),
        "%s×%s, unpaired",
        options -> emojis == null ? ofSources(a, b, options, kept) : of(emojis, options, kept));
  }

  private boolean isDefault(String name) {
    return EmbeddedSet.named(name).filter(set -> set.title().equals(recipe().data())).isPresent();
  }

  private static TrainingPictures openB(String name) throws IOException {
    try {
      return TrainingPictures.open(name);
    } catch (UsageException e) {
      throw new UsageException(
          String.valueOf(e.getMessage()).replaceFirst("^--data ", "--data-b "));
    }
  }

  private Split<UnpairedImages> ofSources(
      TrainingPictures a, TrainingPictures b, O options, Map<String, String> kept)
      throws IOException {
    ImageOptions images = TranslationOptions.images(kept, 3, side(options), side(options));
    TrainingData<Images> allA = a.bad().applied(images(a, images));
    TrainingData<Images> allB = b.bad().applied(images(b, images));
    domainA = allA;
    domainB = allB;
    a.bad().check(allA.size(), TRIED, index -> load(allA, index));
    b.bad().check(allB.size(), TRIED, index -> load(allB, index));
    return Split.of(UnpairedImages.of(allA, allB), a.bad());
  }

  private static void load(TrainingData<Images> data, int index) throws IOException {
    data.load(new int[] {index}, CounterRandom.of(0));
  }

  private static TrainingData<Images> images(TrainingPictures pictures, ImageOptions options) {
    return pictures.source().images(options.withEnlarge(options.enlarge() || pictures.scalable()));
  }

  private Split<UnpairedImages> of(Emojis emojis, O options, Map<String, String> kept) {
    ImageOptions images = TranslationOptions.images(kept, 3, side(options), side(options));
    Emojis learnt = emojis.part(false);
    Emojis heldOut = emojis.part(true);
    TrainingData<Images> ofA = learnt.a().images(images);
    TrainingData<Images> ofB = learnt.b().images(images);
    domainA = ofA;
    domainB = ofB;
    return new Split<>(
        UnpairedImages.of(ofA, ofB),
        new Aligned(PicturePairs.of(heldOut.a(), heldOut.b()), images));
  }

  /** Batches of the n-th of A with the n-th of B. */
  private record Aligned(PicturePairs pairs, ImageOptions options)
      implements TrainingData<UnpairedImages> {
    @Override
    public int size() {
      return pairs.size();
    }

    @Override
    public String fingerprint() {
      return pairs.fingerprint();
    }

    @Override
    public Loaded<UnpairedImages> load(int[] indices, CounterRandom random) throws IOException {
      var loaded = pairs.images(options).load(indices, random);
      return manager -> {
        var batch = loaded.toBatch(manager);
        return new UnpairedImages(batch.inputs(), batch.targets());
      };
    }
  }

  /**
   * Input, translation, ground truth if it is known, and reconstruction; A to B on the left, B to A
   * on the right.
   */
  @Override
  protected int columns(M model, Split<UnpairedImages> split) {
    return truthKnown ? 8 : 6;
  }

  @Override
  protected List<Picture> cells(M model, Split<UnpairedImages> split) {
    return split.withShown(
        Split.SHOWN,
        batch -> {
          List<List<Picture>> columns = new ArrayList<>();
          add(columns, batch.a(), x -> toB(model, x), x -> toA(model, x), batch.b());
          add(columns, batch.b(), x -> toA(model, x), x -> toB(model, x), batch.a());
          var cells = new ArrayList<Picture>();
          for (int row = 0; row < columns.get(0).size(); row++) {
            for (List<Picture> column : columns) {
              cells.add(column.get(row));
            }
          }
          return cells;
        });
  }

  private void add(
      List<List<Picture>> columns,
      NDArray given,
      UnaryOperator<NDArray> there,
      UnaryOperator<NDArray> back,
      NDArray truth) {
    NDArray made = there.apply(given);
    columns.add(Pictures.fromBatch(given));
    columns.add(Pictures.fromBatch(made));
    if (truthKnown) {
      columns.add(Pictures.fromBatch(truth));
    }
    columns.add(Pictures.fromBatch(back.apply(made)));
  }

  /**
   * Kernel distance between translations and the pictures of their target domain, summed over both
   * directions.
   */
  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(M model, TrainingData<UnpairedImages> data)
      throws IOException {
    TrainingData<Images> a = Objects.requireNonNull(domainA);
    TrainingData<Images> b = Objects.requireNonNull(domainB);
    var toOfA = new SampleDistance(a);
    var toOfB = new SampleDistance(b);
    return trained ->
        toOfB.to(translated(a, toOfB.count(), x -> toB(model, x)))
            + toOfA.to(translated(b, toOfA.count(), x -> toA(model, x)));
  }

  private static List<Picture> translated(
      TrainingData<Images> from, int count, UnaryOperator<NDArray> there) {
    var made = new ArrayList<Picture>();
    for (int first = 0; first < count; first += AT_ONCE) {
      int[] numbers =
          IntStream.range(first, Math.min(count, first + AT_ONCE))
              .map(i -> i % from.size())
              .toArray();
      try (NDManager scratch = NDManager.newBaseManager("PyTorch")) {
        Images batch = from.load(numbers, CounterRandom.of(0)).toBatch(scratch);
        made.addAll(Pictures.fromBatch(there.apply(batch.images())));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return made;
  }

  @Override
  protected void conclude(M model, PrintWriter out) {
    if (truthKnown) {
      int count = Math.min(64, split().shown().size());
      double[] distances =
          split()
              .withShown(
                  count,
                  batch ->
                      new double[] {
                        L1.of(toB(model, batch.a()), batch.b()).getFloat(),
                        L1.of(toA(model, batch.b()), batch.a()).getFloat(),
                        L1.of(batch.a(), batch.b()).getFloat()
                      });
      out.printf(
          Locale.ROOT,
          "Mean distance (L1, of a range of 2) to the same %d emoji in the other style: %.4f to B"
              + " and %.4f to A; untranslated %.4f.%n",
          count,
          distances[0],
          distances[1],
          distances[2]);
    }
  }
}
