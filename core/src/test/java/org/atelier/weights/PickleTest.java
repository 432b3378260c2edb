package org.atelier.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atelier.weights.TorchArchive.integer;
import static org.atelier.weights.TorchArchive.key;
import static org.atelier.weights.TorchArchive.view;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions of every protocol of pickle, and the objects that pickles hold besides tensors. */
class PickleTest {
  private static final String TENSOR = view(2, integer(1), ")", ")");
  private static final HostTensor ONE = HostTensor.of(new Shape(), 1);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S'a'\n => a",
        "S\"it's\"\n => it's",
        "S'it\\'s \\x41\\102\\\\\\n'\n => it's AB\\\n",
        "S'\\xc3\\xa9'\n => é",
        "S'\\xe9'\n => é",
        "Vcaf\u00e9 \\u4e2d\\U0001f600\n => café 中😀",
        "U\1a => a",
        "U\1\u00e9 => é",
        "T\2\0\0\0\u00c3\u00a9 => é",
        "X\2\0\0\0\u00c3\u00a9 => é",
        "\u008c\1a => a",
        "\u008d\1\0\0\0\0\0\0\0a => a",
        "I42\n => 42",
        "I01\n => 1",
        "L-7L\n => -7",
        "L123456789012345678901234567890L\n => 123456789012345678901234567890",
        "K\7 => 7",
        "M\1\2 => 513",
        "J\377\377\377\377 => -1",
        "\u008a\0 => 0",
        "\u008a\2\0\u0080 => -32768",
        "\u008b\2\0\0\0\0\1 => 256",
        "F1.5\n => 1.5",
        "Finf\n => Infinity",
        "G\77\370\0\0\0\0\0\0 => 1.5",
        "G@\0\0\0\0\0\0\0 => 2",
        "N => None",
        "\u0088 => 1",
        "K\1\u0085 => (1,)",
        "(K\1U\1at => (1,'a',)",
        "cbuiltins\nint\n => builtins.int",
      })
  void should_name_a_tensor_by_a_key_of_any_kind(String example) throws IOException {
    String pickled = example.split(" => ")[0];
    String name = example.split(" => ")[1];
    assertThat(read("}" + pickled + TENSOR + "s.").tensors()).containsExactly(entry(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(U\1aTENSORd.", // DICT
        "}(U\1aTENSORu.",
        "}U\1aTENSORs.",
        "}p0\n0g0\nU\1aTENSORs.", // PUT, POP, GET
        "}r\377\377\377\1770j\377\377\377\177U\1aTENSORs.",
        "\u0080\4}\u00940h\0U\1aTENSORs.", // MEMOIZE
        "(NN1}U\1aTENSORs.", // POP_MARK
        "(0}U\1aTENSORs.", // POP of a mark
        "}U\1aTENSOR20s.", // DUP
        "\u0080\4\u0095\1\0\0\0\0\0\0\0}U\1aTENSORs.", // FRAME
        "ccollections\nOrderedDict\n]]U\1aaTENSORaa\u0085R.", // Python 2: a list of lists
        "ccollections\nOrderedDict\n](U\1aTENSOR\u0086e\u0085R.",
        "ccollections\nOrderedDict\n)RU\1aTENSORs}b.", // BUILD of _metadata
        "ccollections\ndefaultdict\nc__builtin__\nlist\n\u0085RU\1aTENSORs.",
        "ccollections\nCounter\n}U\1aTENSORs\u0085R.",
        "ccopy_reg\n_reconstructor\n(ccollections\nOrderedDict\nc__builtin__\ndict\n}U\1aTENSORstR.",
        "ccopyreg\n__newobj__\n(ccollections\nOrderedDict\ntRU\1aTENSORs.",
        "ccollections\nOrderedDict\n)\u0081U\1aTENSORs.", // NEWOBJ
        "ccollections\nOrderedDict\n)}\u0092U\1aTENSORs.", // NEWOBJ_EX
        "(icollections\nOrderedDict\nU\1aTENSORs.", // INST
        "(ccollections\nOrderedDict\noU\1aTENSORs.", // OBJ
      })
  void should_run_the_instructions_of_all_protocols(String program) throws IOException {
    assertThat(read(program.replace("TENSOR", TENSOR)).tensors()).containsExactly(entry("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cargparse\nNamespace\n)\u0081}U\2lrG?\360\0\0\0\0\0\0sb => opt (argparse.Namespace)",
        "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(U\2f8K\0K\1tRC\10\0\0\0\0\0\0\370?tR => opt (numpy.core.multiarray.scalar)",
        "c_codecs\nencode\nX\1\0\0\0aX\6\0\0\0latin1\u0086R => opt (_codecs.encode)",
        "cposix\nsystem\nX\4\0\0\0true\u0085R => opt (posix.system)",
        "ca\nB\n)\u0081(K\1K\2e => opt (a.B)", // APPENDS to an object
        "ca\nB\n)\u0081K\1a => opt (a.B)",
        "ca\nB\n)\u0081(K\1K\2\u0090 => opt (a.B)", // ADDITEMS
        "ca\nB\n)\u0081U\1aK\1s => opt (a.B)",
        "ca\nB\n)\u0081(U\1aK\1u => opt (a.B)",
        "ca\nB\n)\u0081N}U\1aK\1s\u0086b => opt (a.B)", // state of __slots__
        "(K\1ia\nB\n => opt (a.B)",
        "(ca\nB\nK\1o => opt (a.B)",
        "ca\nB\n)}U\1aK\1s\u0092 => opt (a.B)",
        "ca\nB\n)R)R => opt (a.B)", // a call of what a call returned
        "\u008f(K\1K\2\u0090 => opt", // EMPTY_SET, ADDITEMS
        "(K\1K\2\u0091 => opt", // FROZENSET
        "C\3abc => opt",
        "B\3\0\0\0abc => opt",
        "\u008e\3\0\0\0\0\0\0\0abc => opt",
        "\u0096\3\0\0\0\0\0\0\0abc => opt", // BYTEARRAY8
        "ctorch\nSize\nK\1K\2\u0086\u0085R => opt",
        "ctorch\ndevice\nU\3cpu\u0085R => opt (torch.device)",
        "ctorch\nfloat32\n => opt",
        "ctorch._utils\n_rebuild_sparse_tensor\n(NNtR => opt (torch._utils._rebuild_sparse_tensor)",
        "ctorch._utils\n_rebuild_qtensor\n(TENSORtR => opt (torch._utils._rebuild_qtensor)",
      })
  void should_take_the_weights_beside_objects_and_name_those(String example) throws IOException {
    String object = example.split(" => ")[0];
    String named = example.split(" => ")[1];
    CheckpointContents contents =
        read("}(U\1w" + TENSOR + "U\3opt" + object.replace("TENSOR", TENSOR) + "u.");

    assertThat(contents.tensors()).containsExactly(entry("w"));
    assertThat(contents.leftOut()).containsExactly(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ca\nB\n)\u0081}U\1wTENSORsb => o.w", // an attribute
        "ca\nB\n)\u0081N}U\1wTENSORs\u0086b => o.w", // an attribute of __slots__
        "ca\nB\n)\u0081U\1wTENSORs => o.w", // an item of a subclass of dict
        "ca\nB\n)\u0081TENSORa => o.0", // an item of a subclass of list
        "ca\nB\nNTENSOR\u0086R => o.1", // an argument
        "ca\nB\n)}U\1wTENSORs\u0092}U\1kK\1sb => o.0.w", // an argument with a name
        "ca\nB\n)\u0081TENSORb => o", // a state that only the class takes apart
        "ca\nB\n)\u0081]K\1aTENSORab => o.1",
        "ca\nB\n)\u0081K\1TENSORK\2\u0087b => o.1",
        "ca\nB\n)\u0081}U\1wTENSORsK\2\u0086b => o.0.w",
        "ca\nB\n)\u0081ca\nC\n)\u0081}U\1wTENSORsbb => o.w",
        "ccopy_reg\n_reconstructor\n(ca\nB\nc__builtin__\ntuple\nNTENSOR\u0086tR => o.1",
        "]NaTENSORa => o.1",
        "c__builtin__\nset\n]TENSORa\u0085R => o.0",
        "ctorch.nn.parameter\nParameter\nTENSOR\u0085RN\u0088\u0086b => o", // of PyTorch 0.3
        "ctorch.nn.parameter\nParameter\nTENSOR\u0085\u0081}b => o",
        "ctorch._utils\n_rebuild_parameter\nTENSOR\u0088N\u0087R => o",
        "ctorch._utils\n_rebuild_parameter_with_state\n(TENSOR\u0088N}tR => o",
        "ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n_rebuild_parameter\nca\nB\n(TENSOR\u0088Nt}tR => o",
      })
  void should_find_tensors_in_objects(String example) throws IOException {
    String object = example.split(" => ")[0];
    String name = example.split(" => ")[1];
    assertThat(read("}U\1o" + object.replace("TENSOR", TENSOR) + "s.").tensors())
        .containsExactly(entry(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ca\nB\n)\u0081q\1}U\2meh\1sb => ", // an object of itself
        "ca\nB\n)\u0081q\1}(U\2meh\1U\1wTENSORub => x.w",
        "ca\nB\n)\u0081q\1(]h\1aTENSORe => x.1",
        "}q\1(U\2meh\1U\1wTENSORu => x.w",
        "]q\1(h\1TENSORe => x.1",
        "(ca\nB\n)\u0081q\1}U\1wTENSORsbh\1l => x.0.w", // one object twice
        "ca\nB\nTENSOR\u0085RTENSORa => x.0 x.1", // an argument and an item
      })
  void should_walk_objects_that_refer_to_each_other_once(String example) throws IOException {
    String object = example.split(" => ")[0];
    String[] names =
        example.split(" =>")[1].isBlank() ? new String[0] : example.split(" => ")[1].split(" ");
    var all = new ArrayList<>(List.of(names));
    all.add("w");

    assertThat(read("}(U\1x" + object.replace("TENSOR", TENSOR) + "U\1w" + TENSOR + "u.").tensors())
        .containsOnlyKeys(all.toArray(String[]::new));
  }

  @Test
  void should_take_the_weights_beside_values_that_are_nested_deeply() throws IOException {
    String nested = "]".repeat(300) + TENSOR + "a".repeat(300);
    CheckpointContents contents = read("}(U\1w" + TENSOR + "U\1x" + nested + "u.");

    assertThat(contents.tensors()).containsOnlyKeys("w");
    assertThat(contents.leftOut()).singleElement().asString().endsWith("(nested too deeply)");
  }

  @Test
  void should_have_sets_that_do_not_change_as_keys() throws IOException {
    assertThat(read("}((K\1\u0091" + TENSOR + "U\1w" + TENSOR + "u.").tensors())
        .containsKey("w")
        .hasSize(2);
  }

  @Test
  void should_give_a_whole_module_the_names_of_its_state_dict() throws IOException {
    String child =
        module(
            "torch.nn.modules.conv\nConv2d",
            item("weight", TENSOR) + item("bias", "N"),
            item("count", TENSOR) + item("scratch", TENSOR),
            "");
    String net = module("my.nets\nGenerator", "", "", item("0", child) + item("1", "N"));
    String parallel =
        module("torch.nn.parallel.data_parallel\nDataParallel", "", "", item("module", net));

    assertThat(read(parallel + ".").tensors())
        .containsExactly(entry("module.0.weight"), entry("module.0.count"));
    assertThat(read("}" + key("net") + parallel + "s.").tensors())
        .containsOnlyKeys("net.module.0.weight", "net.module.0.count");
  }

  /** A pickled module, one of whose buffers is not saved in state dicts. */
  private static String module(String type, String parameters, String buffers, String modules) {
    String attributes =
        item("training", "\u0089")
            + item("_parameters", "ccollections\nOrderedDict\n)R(" + parameters + "u")
            + item("_buffers", "}(" + buffers + "u")
            + item("_non_persistent_buffers_set", "cbuiltins\nset\n]" + key("scratch") + "a\u0085R")
            + item("_backward_hooks", "}")
            + item("_modules", "}(" + modules + "u")
            + item("cache", TENSOR);
    return "c" + type + "\n)\u0081}(" + attributes + "ub";
  }

  private static String item(String name, String value) {
    return key(name) + value;
  }

  @Test
  void should_read_a_tensor_of_an_untyped_storage_with_its_own_type() throws IOException {
    String storage =
        "(X\7\0\0\0storagectorch.storage\nUntypedStorage\nX\1\0\0\0"
            + "0X\3\0\0\0cpu"
            + integer(8)
            + "tQ";
    String tensor =
        "ctorch._utils\n_rebuild_tensor_v3\n(" + storage + "K\0K\4\u0085K\1\u0085\u0089N";

    assertThat(read("}U\1a" + tensor + "ctorch\nint16\ntRs.").tensors().get("a").type())
        .isEqualTo(DataType.INT16);
    CheckpointContents other = read("}(U\1w" + TENSOR + "U\1a" + tensor + "ctorch\nuint16\ntRu.");
    assertThat(other.tensors()).containsExactly(entry("w"));
    assertThat(other.leftOut()).containsExactly("a (torch.uint16 tensor)");
  }

  @Test
  void should_read_a_range_of_a_storage_as_a_storage_of_its_own() throws IOException {
    assertThat(read("}U\1a" + ranged("K\2K\3") + "s.").tensors())
        .containsEntry("a", HostTensor.of(new Shape(2), 3, 4));
    assertThatThrownBy(() -> read("}U\1a" + ranged("K\2K\1") + "s."))
        .hasMessageContaining("reaches to element 3 of a storage of 1");
    assertThatThrownBy(() -> read("}U\1a" + ranged("K\5K\3") + "s."))
        .hasMessageContaining("has a range of 3 from 5 on");
  }

  /** Elements 1 and 2 of a range of a storage of 6, by the function of PyTorch 0.3. */
  private static String ranged(String beginAndLength) {
    return "ctorch._utils\n_rebuild_tensor\n((U\7storagectorch.cuda\nFloatStorage\nU\1"
        + "0U\6cuda:0K\6(U\4view"
        + beginAndLength
        + "ttQK\1K\2\u0085K\1\u0085tR";
  }

  @Test
  void should_treat_equal_keys_as_Python_does() throws IOException {
    // 1, 1.0 and True are one key, whose last value counts; "1" is another.
    String other = view(2, integer(0), ")", ")");
    assertThat(
            read("}(K\1" + other + "G?\360\0\0\0\0\0\0" + other + "\u0088" + TENSOR + "u.")
                .tensors())
        .containsExactly(entry("1"));
    assertThatThrownBy(() -> read("}(K\1" + other + "U\1" + "1" + TENSOR + "u."))
        .hasMessageContaining("two tensors '1'");
    assertThatThrownBy(() -> read("}}" + TENSOR + "s."))
        .hasMessageContaining("a dictionary as a dictionary key");
  }

  @Test
  void should_say_what_a_file_without_tensors_holds() {
    assertThatThrownBy(() -> read("}(U\5epochK\3U\4argsca\nB\n)Ru."))
        .isInstanceOf(WeightsException.class)
        .hasMessageEndingWith("there is no named tensor in it: it has epoch, args (a.B)");
  }

  private CheckpointContents read(String program) throws IOException {
    Path file = folder.resolve("checkpoint.pth");
    return PyTorchCheckpoint.readContents(
        TorchArchive.withFloats(program.contains("cuda:0") ? 6 : 2).pickle(program).write(file));
  }

  private static Map.Entry<String, HostTensor> entry(String name) {
    return Map.entry(name, ONE);
  }
}
