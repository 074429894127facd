package io.stillwake.local.triton;

import com.google.protobuf.ByteString;

/**
 * One tensor as it travels: little-endian, row-major. {@code shape} has the batch dimension where
 * the model has one.
 */
record TensorData(String name, TensorType type, long[] shape, ByteString data) {}
