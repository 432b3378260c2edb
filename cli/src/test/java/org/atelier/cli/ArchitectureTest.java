package org.atelier.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.text.Collator;
import java.text.Format;

/**
 * Which module may use which: cli → monitoring and models → core; datasets → core; a model knows no
 * other.
 *
 * <p>Benchmarks see the command line; that nothing sees benchmarks is Maven's to hold.
 */
@AnalyzeClasses(packages = "org.atelier", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String GAN = "org.atelier.gan..";
  private static final String VAE = "org.atelier.vae..";
  private static final String TRANSLATION = "org.atelier.translation..";
  private static final String DATASETS = "org.atelier.datasets..";
  private static final String MONITORING = "org.atelier.monitoring..";
  private static final String EXAMPLES = "org.atelier.examples..";
  private static final String CLI = "org.atelier.cli..";
  private static final String PICOCLI = "picocli..";

  private static final DescribedPredicate<JavaClass> IN_CORE =
      JavaClass.Predicates.resideInAPackage("org.atelier..")
          .and(
              JavaClass.Predicates.resideOutsideOfPackages(
                  GAN, VAE, TRANSLATION, DATASETS, MONITORING, EXAMPLES, CLI))
          .as("in core");

  @ArchTest
  static final ArchRule core_knows_no_other_module =
      noClasses()
          .that(IN_CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GAN, VAE, TRANSLATION, DATASETS, MONITORING, EXAMPLES, CLI);

  @ArchTest
  static final ArchRule datasets_know_core_alone =
      noClasses()
          .that()
          .resideInAPackage(DATASETS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GAN, VAE, TRANSLATION, MONITORING, EXAMPLES, CLI);

  @ArchTest static final ArchRule gans_know_no_other_model = models(GAN, VAE, TRANSLATION);

  @ArchTest static final ArchRule vaes_know_no_other_model = models(VAE, GAN, TRANSLATION);

  @ArchTest static final ArchRule translation_knows_no_other_model = models(TRANSLATION, GAN, VAE);

  private static ArchRule models(String own, String other, String another) {
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(other, another, DATASETS, MONITORING, EXAMPLES, CLI);
  }

  @ArchTest
  static final ArchRule monitoring_knows_core_alone =
      noClasses()
          .that()
          .resideInAPackage(MONITORING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GAN, VAE, TRANSLATION, DATASETS, EXAMPLES, CLI);

  @ArchTest
  static final ArchRule examples_use_the_library_and_no_command =
      noClasses()
          .that()
          .resideInAPackage(EXAMPLES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule only_cli_parses_command_lines =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PICOCLI);

  @ArchTest
  static final ArchRule only_engine_calls_the_native_library =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.atelier.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch.jni..");

  @ArchTest
  static final ArchRule what_layers_share_is_theirs_alone =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.atelier.nn..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.atelier.nn.internal..");

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("org.atelier.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule the_screen_belongs_to_cli_and_monitoring =
      noClasses()
          .that()
          .resideOutsideOfPackages(CLI, MONITORING, EXAMPLES)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  /** Their results depend on the default locale; FormattedTextTest looks at formats and cases. */
  @ArchTest
  static final ArchRule no_text_is_made_or_read_by_the_locale =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Scanner")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.text.MessageFormat")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Collator.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Format.class);

  @ArchTest
  static final ArchRule no_class_is_called_utils =
      classes().should().haveNameNotMatching(".*Utils?$");
}
