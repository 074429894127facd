package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.proto.Parameter;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorsTest {

  @Test
  void aParameterTakesTheDatatypeThatTheModelDeclares() throws Exception {
    Parameter seed = Parameter.newBuilder().setName("seed").addInts(-1).build();

    assertThat(Tensors.parameter(seed, declared(TensorType.INT64)).data().getLong()).isEqualTo(-1);
    assertThat(Tensors.parameter(seed, declared(TensorType.INT32)).data().getInt()).isEqualTo(-1);
    assertThat(Tensors.parameter(seed, declared(TensorType.FP32)).data().getFloat()).isEqualTo(-1f);
  }

  @Test
  void aMatrixKeepsItsShapeAndRowOrder() throws Exception {
    Parameter motion =
        Parameter.newBuilder()
            .setName("motion")
            .addAllShape(List.of(2L, 2L))
            .addAllFloats(List.of(1.0, 2.0, 3.0, 4.0))
            .build();

    Tensor tensor = Tensors.parameter(motion, declared(TensorType.FP32));

    assertThat(tensor.shape()).containsExactly(2, 2);
    assertThat(tensor.data().getFloat(Float.BYTES)).isEqualTo(2f);
  }

  @Test
  void stringsStandBehindTheirLength() throws Exception {
    Parameter prompt = Parameter.newBuilder().setName("prompt").addStrings("für").build();

    ByteBuffer data = Tensors.parameter(prompt, declared(TensorType.BYTES)).data();

    assertThat(data.getInt()).isEqualTo(4);
    assertThat(data.remaining()).isEqualTo(4);
  }

  @Test
  void aShapeThatDoesNotFitItsValuesIsTheRequestsFault() {
    Parameter motion = Parameter.newBuilder().setName("motion").addShape(3).addFloats(1.0).build();

    assertThatThrownBy(() -> Tensors.parameter(motion, declared(TensorType.FP32)))
        .isInstanceOf(WorkFailed.class)
        .hasMessageContaining("'motion'");
  }

  private static TensorSpec declared(TensorType type) {
    return new TensorSpec("parameter", type, List.of(-1L), false);
  }
}
