"""`/api/v1/check`, and under `/api/yente` what clients of OpenSanctions' matching API speak."""
