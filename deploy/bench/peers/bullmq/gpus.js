// Virtual GPUs by KServe's gRPC protocol: the GPU with the fewest calls of this process is taken.
import { promisify } from 'node:util';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const MODEL = 'virtual-frames';
const OPTIONS = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
const protos = process.env.PEER_PROTOS;
const definition = loader.loadSync('triton/grpc_service.proto', { includeDirs: [protos], keepCase: true, longs: Number });
const { GRPCInferenceService } = grpc.loadPackageDefinition(definition).inference;
const pictures = new Map();

function picture(width, height) {
  const size = width * height * 3;
  if (!pictures.has(size)) pictures.set(size, Buffer.alloc(size));
  return pictures.get(size);
}

function request(work, attempt) {
  const { frames, width, height } = work;
  const frame = Buffer.from(BigInt64Array.from({ length: frames }, (_, i) => BigInt(i)).buffer);
  const service = Buffer.from(Float32Array.of(work.service_us / 1000).buffer);
  return {
    model_name: MODEL,
    id: `${work.work}/${attempt}`,
    parameters: { tenant: { string_param: work.tenant }, render: { string_param: work.render } },
    inputs: [
      { name: 'picture', datatype: 'UINT8', shape: [height, width, 3] },
      { name: 'frame', datatype: 'INT64', shape: [frames] },
      { name: 'service_ms', datatype: 'FP32', shape: [1] },
    ],
    raw_input_contents: [picture(width, height), frame, service],
  };
}

export class Gpus {
  constructor(addresses) {
    this.stubs = addresses.map((address) => {
      const stub = new GRPCInferenceService(address, grpc.credentials.createInsecure(), OPTIONS);
      return {
        calls: 0,
        config: promisify(stub.ModelConfig).bind(stub),
        infer: promisify(stub.ModelInfer).bind(stub),
      };
    });
  }

  /** How many calls all of them can run at once, as their models say. */
  async slots() {
    const configs = await Promise.all(this.stubs.map((stub) => stub.config({ name: MODEL })));
    return configs.flatMap(({ config }) => config.instance_group).reduce((sum, group) => sum + group.count, 0);
  }

  /** The latents of a work. */
  async infer(work, attempt) {
    const gpu = this.stubs.reduce((least, stub) => (stub.calls < least.calls ? stub : least));
    gpu.calls += 1;
    try {
      return (await gpu.infer(request(work, attempt))).raw_output_contents[0];
    } finally {
      gpu.calls -= 1;
    }
  }
}
