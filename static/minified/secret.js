/* 4ab1033a451fe75e5dd70b98217310b95c6e963733a52d5ffa77217300ecb761 */
export default({})=>(document.addEventListener("click",({target:e})=>{const t=e.closest?.("[data-copy]");if(!t)return;t.previousElementSibling.select(),t.nextElementSibling.value=document.execCommand("copy")?"Copied.":"Press Ctrl C."}),{})
