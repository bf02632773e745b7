/* 6cbaaa601993e4cd36de963b0031749b9b9ec053541369fcd2e92077e0e6899c */
export default({})=>({})
