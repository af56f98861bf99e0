import { holds_half_floats } from '../backend/float_range'

/** The number that masked scores become: so low that softmax makes zero of it. Half floats have none below -65504. */
export const lowest_score = (usual = -1e9): number => (holds_half_floats() ? -3e4 : usual)
