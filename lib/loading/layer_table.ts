import { Activation } from '../layers/activations/activation'
import { ELU } from '../layers/activations/elu'
import { LeakyReLU } from '../layers/activations/leaky_relu'
import { PReLU } from '../layers/activations/prelu'
import { ReLU } from '../layers/activations/relu'
import { Softmax } from '../layers/activations/softmax'
import { AdditiveAttention } from '../layers/attention/additive_attention'
import { Attention } from '../layers/attention/attention'
import { GroupQueryAttention } from '../layers/attention/grouped_query_attention'
import { MultiHeadAttention } from '../layers/attention/multi_head_attention'
import { InputSpec } from '../layers/base/input_spec'
import { Conv1D } from '../layers/convolutional/conv1d'
import { Conv1DTranspose } from '../layers/convolutional/conv1d_transpose'
import { Conv2D } from '../layers/convolutional/conv2d'
import { Conv2DTranspose } from '../layers/convolutional/conv2d_transpose'
import { Conv3D } from '../layers/convolutional/conv3d'
import { Conv3DTranspose } from '../layers/convolutional/conv3d_transpose'
import { DepthwiseConv1D } from '../layers/convolutional/depthwise_conv1d'
import { DepthwiseConv2D } from '../layers/convolutional/depthwise_conv2d'
import { SeparableConv1D } from '../layers/convolutional/separable_conv1d'
import { SeparableConv2D } from '../layers/convolutional/separable_conv2d'
import { Dense } from '../layers/core/dense'
import { EinsumDense } from '../layers/core/einsum_dense'
import { Embedding } from '../layers/core/embedding'
import { Identity } from '../layers/core/identity'
import { InputLayer } from '../layers/core/input_layer'
import { Lambda } from '../layers/core/lambda_layer'
import { Masking } from '../layers/core/masking'
import { Wrapper } from '../layers/core/wrapper'
import { Layer } from '../layers/layer'
import { Add } from '../layers/merging/add'
import { Average } from '../layers/merging/average'
import { Concatenate } from '../layers/merging/concatenate'
import { Dot } from '../layers/merging/dot'
import { Maximum } from '../layers/merging/maximum'
import { Minimum } from '../layers/merging/minimum'
import { Multiply } from '../layers/merging/multiply'
import { Subtract } from '../layers/merging/subtract'
import { BatchNormalization } from '../layers/normalization/batch_normalization'
import { GroupNormalization } from '../layers/normalization/group_normalization'
import { LayerNormalization } from '../layers/normalization/layer_normalization'
import { RMSNormalization } from '../layers/normalization/rms_normalization'
import { SpectralNormalization } from '../layers/normalization/spectral_normalization'
import { UnitNormalization } from '../layers/normalization/unit_normalization'
import { AdaptiveAveragePooling1D } from '../layers/pooling/adaptive_average_pooling1d'
import { AdaptiveAveragePooling2D } from '../layers/pooling/adaptive_average_pooling2d'
import { AdaptiveAveragePooling3D } from '../layers/pooling/adaptive_average_pooling3d'
import { AdaptiveMaxPooling1D } from '../layers/pooling/adaptive_max_pooling1d'
import { AdaptiveMaxPooling2D } from '../layers/pooling/adaptive_max_pooling2d'
import { AdaptiveMaxPooling3D } from '../layers/pooling/adaptive_max_pooling3d'
import { AveragePooling1D } from '../layers/pooling/average_pooling1d'
import { AveragePooling2D } from '../layers/pooling/average_pooling2d'
import { AveragePooling3D } from '../layers/pooling/average_pooling3d'
import { GlobalAveragePooling1D } from '../layers/pooling/global_average_pooling1d'
import { GlobalAveragePooling2D } from '../layers/pooling/global_average_pooling2d'
import { GlobalAveragePooling3D } from '../layers/pooling/global_average_pooling3d'
import { GlobalMaxPooling1D } from '../layers/pooling/global_max_pooling1d'
import { GlobalMaxPooling2D } from '../layers/pooling/global_max_pooling2d'
import { GlobalMaxPooling3D } from '../layers/pooling/global_max_pooling3d'
import { MaxPooling1D } from '../layers/pooling/max_pooling1d'
import { MaxPooling2D } from '../layers/pooling/max_pooling2d'
import { MaxPooling3D } from '../layers/pooling/max_pooling3d'
import { CenterCrop } from '../layers/preprocessing/image/center_crop'
import { Resizing } from '../layers/preprocessing/image/resizing'
import { Normalization } from '../layers/preprocessing/normalization'
import { Rescaling } from '../layers/preprocessing/rescaling'
import { ActivityRegularization } from '../layers/regularization/activity_regularization'
import { AlphaDropout } from '../layers/regularization/alpha_dropout'
import { Dropout } from '../layers/regularization/dropout'
import { GaussianDropout } from '../layers/regularization/gaussian_dropout'
import { GaussianNoise } from '../layers/regularization/gaussian_noise'
import { SpatialDropout1D } from '../layers/regularization/spatial_dropout1d'
import { SpatialDropout2D } from '../layers/regularization/spatial_dropout2d'
import { SpatialDropout3D } from '../layers/regularization/spatial_dropout3d'
import { Cropping1D } from '../layers/reshaping/cropping1d'
import { Cropping2D } from '../layers/reshaping/cropping2d'
import { Cropping3D } from '../layers/reshaping/cropping3d'
import { Flatten } from '../layers/reshaping/flatten'
import { Permute } from '../layers/reshaping/permute'
import { RepeatVector } from '../layers/reshaping/repeat_vector'
import { Reshape } from '../layers/reshaping/reshape'
import { UpSampling1D } from '../layers/reshaping/up_sampling1d'
import { UpSampling2D } from '../layers/reshaping/up_sampling2d'
import { UpSampling3D } from '../layers/reshaping/up_sampling3d'
import { ZeroPadding1D } from '../layers/reshaping/zero_padding1d'
import { ZeroPadding2D } from '../layers/reshaping/zero_padding2d'
import { ZeroPadding3D } from '../layers/reshaping/zero_padding3d'
import { Bidirectional } from '../layers/rnn/bidirectional'
import { ConvLSTM1D } from '../layers/rnn/conv_lstm1d'
import { ConvLSTM2D } from '../layers/rnn/conv_lstm2d'
import { ConvLSTM3D } from '../layers/rnn/conv_lstm3d'
import { GRU } from '../layers/rnn/gru'
import { GRUCell } from '../layers/rnn/gru_cell'
import { LSTM } from '../layers/rnn/lstm'
import { LSTMCell } from '../layers/rnn/lstm_cell'
import { RNN } from '../layers/rnn/rnn'
import { SimpleRNN } from '../layers/rnn/simple_rnn'
import { SimpleRNNCell } from '../layers/rnn/simple_rnn_cell'
import { StackedRNNCells } from '../layers/rnn/stacked_rnn_cells'
import { TimeDistributed } from '../layers/rnn/time_distributed'

/** The layers that a config can name, older names included. Written by `npx tsx scripts/layer_table.ts`. */
export const layer_classes = {
  Activation,
  ActivityRegularization,
  AdaptiveAveragePooling1D,
  AdaptiveAveragePooling2D,
  AdaptiveAveragePooling3D,
  AdaptiveMaxPooling1D,
  AdaptiveMaxPooling2D,
  AdaptiveMaxPooling3D,
  Add,
  AdditiveAttention,
  AlphaDropout,
  Attention,
  Average,
  AveragePooling1D,
  AveragePooling2D,
  AveragePooling3D,
  BatchNormalization,
  Bidirectional,
  CenterCrop,
  Concatenate,
  Conv1D,
  Conv1DTranspose,
  Conv2D,
  Conv2DTranspose,
  Conv3D,
  Conv3DTranspose,
  ConvLSTM1D,
  ConvLSTM2D,
  ConvLSTM3D,
  Cropping1D,
  Cropping2D,
  Cropping3D,
  Dense,
  DepthwiseConv1D,
  DepthwiseConv2D,
  Dot,
  Dropout,
  ELU,
  EinsumDense,
  Embedding,
  Flatten,
  GRU,
  GRUCell,
  GaussianDropout,
  GaussianNoise,
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalAveragePooling3D,
  GlobalMaxPooling1D,
  GlobalMaxPooling2D,
  GlobalMaxPooling3D,
  GroupNormalization,
  GroupQueryAttention,
  Identity,
  InputLayer,
  InputSpec,
  LSTM,
  LSTMCell,
  Lambda,
  Layer,
  LayerNormalization,
  LeakyReLU,
  Masking,
  MaxPooling1D,
  MaxPooling2D,
  MaxPooling3D,
  Maximum,
  Minimum,
  MultiHeadAttention,
  Multiply,
  Normalization,
  PReLU,
  Permute,
  RMSNormalization,
  RNN,
  ReLU,
  RepeatVector,
  Rescaling,
  Reshape,
  Resizing,
  SeparableConv1D,
  SeparableConv2D,
  SimpleRNN,
  SimpleRNNCell,
  Softmax,
  SpatialDropout1D,
  SpatialDropout2D,
  SpatialDropout3D,
  SpectralNormalization,
  StackedRNNCells,
  Subtract,
  TimeDistributed,
  UnitNormalization,
  UpSampling1D,
  UpSampling2D,
  UpSampling3D,
  Wrapper,
  ZeroPadding1D,
  ZeroPadding2D,
  ZeroPadding3D,
  AvgPool1D: AveragePooling1D,
  AvgPool2D: AveragePooling2D,
  AvgPool3D: AveragePooling3D,
  MaxPool1D: MaxPooling1D,
  MaxPool2D: MaxPooling2D,
  MaxPool3D: MaxPooling3D,
  GlobalMaxPool1D: GlobalMaxPooling1D,
  GlobalMaxPool2D: GlobalMaxPooling2D,
  GlobalMaxPool3D: GlobalMaxPooling3D,
  GlobalAvgPool1D: GlobalAveragePooling1D,
  GlobalAvgPool2D: GlobalAveragePooling2D,
  GlobalAvgPool3D: GlobalAveragePooling3D,
  Convolution1D: Conv1D,
  Convolution2D: Conv2D,
  Convolution3D: Conv3D,
  Convolution1DTranspose: Conv1DTranspose,
  Convolution2DTranspose: Conv2DTranspose,
  Convolution3DTranspose: Conv3DTranspose,
  SeparableConvolution1D: SeparableConv1D,
  SeparableConvolution2D: SeparableConv2D,
  DepthwiseConvolution1D: DepthwiseConv1D,
  DepthwiseConvolution2D: DepthwiseConv2D,
  Deconvolution2D: Conv2DTranspose,
  Deconvolution3D: Conv3DTranspose,
  GroupedQueryAttention: GroupQueryAttention,
}
