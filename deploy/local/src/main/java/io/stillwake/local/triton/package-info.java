/**
 * The embedded model server: Triton's gRPC protocol over ONNX Runtime, on a real Triton model
 * repository. Nothing above the protocol knows that it is not NVIDIA's server; {@link
 * io.stillwake.local.triton.EmbeddedTriton} is the way in.
 */
package io.stillwake.local.triton;
