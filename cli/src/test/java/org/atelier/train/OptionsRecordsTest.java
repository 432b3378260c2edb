package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.atelier.model.GenerativeModel;
import org.atelier.optim.Adam;
import org.atelier.optim.AdamW;
import org.atelier.optim.Optimizer;
import org.atelier.optim.RmsProp;
import org.atelier.optim.Schedule;
import org.atelier.optim.Sgd;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGanOptions;
import org.atelier.translation.style.adain.AdaInOptions;
import org.atelier.translation.style.adain.MirrorDecoder;
import org.atelier.translation.style.fast.FastStyleOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every options record of the library keeps to: few components, one wither for each that
 * changes it alone, a constructor that refuses nonsense by name, and JSON that gives it back.
 *
 * <p>Options are the records with {@code defaults()}, those called {@code …Options}, and the
 * optimizers. The values are drawn by a fixed seed.
 */
class OptionsRecordsTest {
  private static final int MOST_COMPONENTS = 6;
  private static final int DRAWS = 40;

  /** Records of more components, with the reason. */
  private static final Map<String, String> LARGER =
      Map.of("RmsProp", "its components are those of PyTorch's optimizer, one for one");

  /** Methods called with… beside the withers, each of which sets what is set most. */
  private static final Map<String, Set<String>> HELPERS =
      Map.of(
          "TrainingOptions", Set.of("withSteps", "withEpochs", "withCheckpointEvery"),
          "ImageOptions", Set.of("withSize"));

  /** The same for every model that makes pictures: parts of the shape of its pictures. */
  private static final Set<String> MODEL_HELPERS = Set.of("withImageSize", "withChannels");

  /** Base values for records whose {@code defaults()} lack, or forbid most of the others. */
  private static final Map<Class<?>, Record> BASES =
      Map.of(
          StarGanOptions.class, StarGanOptions.of(LabelSet.domains("a", "b", "c")),
          FastStyleOptions.class, FastStyleOptions.defaults().withStyles(List.of("a", "b")),
          AdaInOptions.class,
              AdaInOptions.defaults().withDecoder(new MirrorDecoder(List.of(2, 2), List.of(2, 2))),
          Adam.class, Adam.of(1e-3, 0.5),
          AdamW.class, AdamW.of(1e-3, 0.5),
          RmsProp.class, RmsProp.of(1e-3),
          Sgd.class, Sgd.of(1e-3).withMomentum(0.9));

  /** Whole numbers of which every value has a meaning. */
  private static final Set<String> FREE_NUMBERS = Set.of("seed");

  /** Numbers of which NaN alone is refused or which say so in another way: record.component. */
  private static final Set<String> NEGATIVE_TOO =
      Set.of("Traversal.from", "Traversal.to", "Normalisation.epsilon");

  /** Read once: it takes most of a second. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.atelier");

  static List<Class<? extends Record>> records() {
    var found = new ArrayList<Class<? extends Record>>();
    for (JavaClass type : CLASSES) {
      if (type.isRecord() && !isOfProgram(type)) {
        Class<? extends Record> record = type.reflect().asSubclass(Record.class);
        if (Modifier.isPublic(record.getModifiers()) && isOptions(record)) {
          found.add(record);
        }
      }
    }
    found.sort(Comparator.comparing(Class::getName));
    return found;
  }

  private static boolean isOfProgram(JavaClass type) {
    return type.getPackageName().matches("org\\.atelier\\.(cli|examples|benchmarks)(\\..*)?");
  }

  private static boolean isOptions(Class<? extends Record> record) {
    boolean hasDefaults =
        Arrays.stream(record.getMethods())
            .anyMatch(
                method ->
                    method.getName().equals("defaults")
                        && Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 0
                        && method.getReturnType() == record);
    return hasDefaults
        || record.getSimpleName().endsWith("Options")
        || BASES.containsKey(record) && Optimizer.class.isAssignableFrom(record);
  }

  static Stream<Class<? extends Record>> modelOptions() {
    var models = new TreeSet<Class<?>>(Comparator.comparing(Class::getName));
    for (JavaClass type : CLASSES) {
      if (type.isAssignableTo(GenerativeModel.class) && !type.isInterface() && !isOfProgram(type)) {
        models.add(type.reflect());
      }
    }
    return models.stream()
        .flatMap(model -> Arrays.stream(model.getConstructors()))
        .filter(constructor -> constructor.getParameterCount() == 1)
        .map(constructor -> constructor.getParameterTypes()[0])
        .filter(Class::isRecord)
        .distinct()
        .map(type -> type.asSubclass(Record.class));
  }

  @Test
  void the_records_are_found() {
    assertThat(records()).contains(TrainingOptions.class, HealthOptions.class, Adam.class);
    assertThat(records()).hasSizeGreaterThan(30);
    assertThat(modelOptions().toList()).hasSizeGreaterThan(10);
    assertThat(records()).containsAll(modelOptions().toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void has_few_components(Class<? extends Record> record) {
    int count = record.getRecordComponents().length;

    assertThat(count > MOST_COMPONENTS)
        .as("%s has %s components; nest what belongs together", record.getSimpleName(), count)
        .isEqualTo(LARGER.containsKey(record.getSimpleName()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void has_one_wither_for_each_component_and_no_other(Class<? extends Record> record) {
    var expected = new TreeSet<String>(HELPERS.getOrDefault(record.getSimpleName(), Set.of()));
    for (RecordComponent component : record.getRecordComponents()) {
      expected.add(witherName(component));
    }
    var found = new ArrayList<String>();
    for (Method method : record.getDeclaredMethods()) {
      if (method.getName().matches("with[A-Z].*")
          && Modifier.isPublic(method.getModifiers())
          && !method.isSynthetic()) {
        if (!MODEL_HELPERS.contains(method.getName()) || expected.contains(method.getName())) {
          found.add(method.getName());
        }
        assertThat(method.getReturnType()).as(method.toString()).isEqualTo(record);
        assertThat(method.getParameterCount()).as(method.toString()).isEqualTo(1);
      }
    }

    assertThat(found).as(record.getName()).containsExactlyInAnyOrderElementsOf(expected);
    for (RecordComponent component : record.getRecordComponents()) {
      assertThat(wither(record, component)).as(witherName(component)).isNotNull();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void each_wither_changes_its_component_alone(Class<? extends Record> record) throws Exception {
    Record base = base(record);
    for (RecordComponent component : record.getRecordComponents()) {
      List<Record> copies = variants(base, component);

      assertThat(copies)
          .as("other values of %s.%s", record.getSimpleName(), component.getName())
          .isNotEmpty();
      for (Record copy : copies) {
        for (RecordComponent other : record.getRecordComponents()) {
          if (!other.getName().equals(component.getName())) {
            assertThat(value(copy, other)).as(other.getName()).isEqualTo(value(base, other));
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void nonsense_is_refused_by_name(Class<? extends Record> record) throws Exception {
    Record base = base(record);
    for (RecordComponent component : record.getRecordComponents()) {
      for (Object nonsense : nonsense(record, component)) {
        String what = "%s.%s = %s".formatted(record.getSimpleName(), component.getName(), nonsense);
        @Nullable Throwable refusal = refusal(base, component, nonsense);

        assertThat(refusal).as(what).isInstanceOf(IllegalArgumentException.class);
        assertThat(refusal).as(what).hasMessageContaining(component.getName());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modelOptions")
  void a_model_s_options_come_back_from_json(Class<? extends Record> record) throws Exception {
    var all = new ArrayList<Record>();
    all.add(base(record));
    for (RecordComponent component : record.getRecordComponents()) {
      all.addAll(variants(base(record), component));
    }
    for (Record options : all) {
      assertThat(Checkpoint.GSON.fromJson(Checkpoints.json(options), record)).isEqualTo(options);
    }
  }

  @Test
  void training_options_come_back_from_json() {
    var options =
        TrainingOptions.defaults()
            .withEpochs(3)
            .withGradients(new GradientOptions(2, 0.5))
            .withCheckpoints(new CheckpointOptions(7, 3));

    for (TrainingOptions each : List.of(options, options.withSteps(1L << 40))) {
      assertThat(Checkpoint.GSON.fromJson(Checkpoints.json(each), TrainingOptions.class))
          .isEqualTo(each);
    }
  }

  /** Copies of a record in which a component has another value that it accepts. */
  private static List<Record> variants(Record base, RecordComponent component) throws Exception {
    Method wither = wither(base.getClass(), component);
    assertThat(wither)
        .as(base.getClass().getSimpleName() + "." + witherName(component))
        .isNotNull();
    @Nullable Object old = value(base, component);
    var copies = new ArrayList<Record>();
    for (Object candidate : candidates(component.getType(), old, 0)) {
      if (candidate.equals(old)) {
        continue;
      }
      try {
        Record copy = (Record) wither.invoke(base, candidate);
        assertThat(value(copy, component)).as(component.getName()).isEqualTo(candidate);
        copies.add(copy);
      } catch (InvocationTargetException e) {
        // Refused by its own range or by another component's: another candidate will do.
        assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class);
      }
    }
    return copies;
  }

  /** Values of a type that may fit: near the old one, and drawn. */
  private static List<Object> candidates(Class<?> type, @Nullable Object old, int depth)
      throws Exception {
    var random = new Random(17);
    var all = new ArrayList<Object>();
    if (type == boolean.class || type == Boolean.class) {
      all.addAll(List.of(true, false));
    } else if (type == int.class || type == Integer.class) {
      int number = old == null ? 1 : (Integer) old;
      all.addAll(List.of(number + 1, number * 2, number / 2, 0, 1, 2, 3));
      for (int i = 0; i < DRAWS; i++) {
        all.add(random.nextInt(1000));
      }
    } else if (type == long.class || type == Long.class) {
      long number = old == null ? 1 : (Long) old;
      all.addAll(List.of(number + 1, number * 2, 0L, 1L));
      for (int i = 0; i < DRAWS; i++) {
        all.add((long) random.nextInt(100_000));
      }
    } else if (type == double.class || type == Double.class) {
      double number = old == null ? 1 : (Double) old;
      all.addAll(List.of(number / 2, number * 2, number + 1, 0.25, 0.0, -0.5));
      for (int i = 0; i < DRAWS; i++) {
        all.add(random.nextDouble() * 2);
      }
    } else if (type == float.class) {
      all.addAll(List.of(0.25f, 0.75f, -0.5f, 2f));
    } else if (type == String.class) {
      all.add(old + "x");
    } else if (type.isEnum()) {
      all.addAll(Arrays.asList(type.getEnumConstants()));
    } else if (type == Schedule.class) {
      all.add(Schedule.linearDecay(5, 7));
    } else if (type == List.class && old instanceof List<?> list && !list.isEmpty()) {
      all.add(list.subList(0, list.size() - 1));
      var twice = new ArrayList<Object>(list);
      twice.addAll(list);
      all.add(List.copyOf(twice));
      if (list.get(0) instanceof Integer first) {
        all.add(List.of(first + 1));
      }
    } else if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        if (permitted.isRecord()) {
          made(permitted).forEach(all::add);
        }
      }
    }
    if (old instanceof Record record && depth < 3) {
      for (RecordComponent inner : record.getClass().getRecordComponents()) {
        for (Object value : candidates(inner.getType(), value(record, inner), depth + 1)) {
          rebuilt(record, inner, value, false).ifPresent(all::add);
          rebuilt(record, inner, value, true).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  /**
   * A record with one component changed, by its constructor: inner records may have no withers.
   *
   * @param alike whether components of the same value change with it, since they may have to agree
   */
  private static Optional<Object> rebuilt(
      Record record, RecordComponent changed, Object value, boolean alike) throws Exception {
    RecordComponent[] components = record.getClass().getRecordComponents();
    @Nullable Object old = value(record, changed);
    var arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      @Nullable Object present = value(record, components[i]);
      boolean same = components[i].getName().equals(changed.getName());
      arguments[i] = same || alike && Objects.equals(present, old) ? value : present;
    }
    return constructed(record.getClass(), components, arguments);
  }

  /** Some instances of a permitted record. */
  private static List<Object> made(Class<?> record) throws Exception {
    RecordComponent[] components = record.getRecordComponents();
    var all = new ArrayList<Object>();
    for (int number = 1; number <= 4; number++) {
      var arguments = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        arguments[i] = sample(components[i], number);
      }
      constructed(record, components, arguments).ifPresent(all::add);
    }
    return all;
  }

  /** The n-th value for a component, or null where none is known. */
  private static @Nullable Object sample(RecordComponent component, int number) {
    return switch (component.getGenericType().getTypeName()) {
      case "int" -> 4 * number;
      case "long" -> 4L * number;
      case "double" -> number / 8.0;
      case "boolean" -> number % 2 == 0;
      case "java.util.List<java.lang.Integer>" -> List.of(4 * number);
      case "java.util.List<java.lang.String>" -> List.of("name" + number);
      default -> component.getType().isEnum() ? component.getType().getEnumConstants()[0] : null;
    };
  }

  private static Optional<Object> constructed(
      Class<?> record, RecordComponent[] components, Object[] arguments) throws Exception {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var constructor = record.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    try {
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      return Optional.empty();
    }
  }

  private static List<Object> nonsense(Class<?> record, RecordComponent component) {
    Class<?> type = component.getType();
    boolean negative = NEGATIVE_TOO.contains(record.getSimpleName() + "." + component.getName());
    if (FREE_NUMBERS.contains(component.getName())) {
      return List.of();
    }
    if (type == int.class) {
      return List.of(Integer.MIN_VALUE, -1);
    }
    if (type == long.class) {
      return List.of(Long.MIN_VALUE, -1L);
    }
    if (type == double.class) {
      return negative ? List.of(Double.NaN) : List.of(Double.NaN, Double.NEGATIVE_INFINITY);
    }
    if (type == float.class) {
      return List.of(Float.NaN);
    }
    return List.of();
  }

  private static @Nullable Throwable refusal(Record base, RecordComponent component, Object value)
      throws Exception {
    Method wither = wither(base.getClass(), component);
    assertThat(wither)
        .as(base.getClass().getSimpleName() + "." + witherName(component))
        .isNotNull();
    try {
      wither.invoke(base, value);
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  private static Record base(Class<? extends Record> record) throws Exception {
    Record base = BASES.get(record);
    if (base != null) {
      return base;
    }
    return (Record) record.getMethod("defaults").invoke(null);
  }

  private static String witherName(RecordComponent component) {
    String name = component.getName();
    return "with" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** The wither of a component; a boxed one may take the primitive. */
  private static @Nullable Method wither(Class<?> record, RecordComponent component) {
    try {
      return record.getMethod(witherName(component), component.getType());
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static @Nullable Object value(Record record, RecordComponent component)
      throws ReflectiveOperationException {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return accessor.invoke(record);
  }
}
